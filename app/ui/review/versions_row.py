"""A row of Review with two versions side by side; what differs is marked by weight and by a word."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.review.comparing import FieldLine, VersionsLine
from app.ui.review.lines import FixLine, ItemLine
from app.ui.widgets.rows_card import words_of

_UNDER_FIRST = ("keep_this", "keep_edit")
_DELETES = "delete_after_all"
_FIRST = 2
"""The column of the first version; before it stand the field's name and whether it differs."""
_UNDER_SECOND = ("keep_that", _DELETES)


class VersionsRow(QWidget):
    """What happened, the two versions with a button under each, and what else can be done."""

    fix_wanted = Signal(object, object, QPoint)
    dismiss_wanted = Signal(str)

    def __init__(self, item: ItemLine, versions: VersionsLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setAccessibleName(item.message)
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(words_of(item.message, item.detail))
        column.addLayout(self._table(versions))
        column.addLayout(self._others())

    def _table(self, versions: VersionsLine) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(20)
        table.setVerticalSpacing(7)
        table.setColumnStretch(_FIRST, 1)
        table.setColumnStretch(_FIRST + 1, 1)
        table.setColumnMinimumWidth(0, 80)
        table.setColumnMinimumWidth(1, 44)
        sides = ((versions.first, versions.first_when), (versions.second, versions.second_when))
        for place, (who, when) in enumerate(sides):
            table.addWidget(self._head(who, when, is_shown=place == 0), 0, place + _FIRST)
        for row, line in enumerate(versions.fields, start=1):
            self._add_field(table, row, line)
        for place, codes in enumerate((_UNDER_FIRST, _UNDER_SECOND)):
            fix = next((fix for fix in self.item.fixes if fix.code in codes), None)
            if fix is not None:
                who = sides[place][0]
                button = self._button(fix, "dangerButton" if fix.code == _DELETES else "softButton")
                button.setAccessibleDescription(self.tr("The version of {who}").format(who=who))
                table.addWidget(button, len(versions.fields) + 1, place + _FIRST, Qt.AlignmentFlag.AlignLeft)
        return table

    def _head(self, who: str, when: str, *, is_shown: bool) -> QWidget:
        head = QWidget()
        head.setObjectName("versionHead")
        name, time = _label(who, "cardHeading"), _label(when, "rowAbout")
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(name, 1)
        if is_shown:
            chip = QLabel(self.tr("counts now"))
            chip.setObjectName("countChip")
            line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(time)
        return head

    def _add_field(self, table: QGridLayout, row: int, line: FieldLine) -> None:
        name = QLabel(line.name)
        name.setObjectName("fieldLabel")
        table.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        for place, text in ((_FIRST, line.first), (_FIRST + 1, line.second)):
            value = _label(text, "differing" if line.differs else "quiet")
            if line.differs:
                value.setAccessibleName(self.tr("{field}, differs: {value}").format(field=line.name, value=text))
            else:
                value.setAccessibleName(self.tr("{field}: {value}").format(field=line.name, value=text))
            table.addWidget(value, row, place, Qt.AlignmentFlag.AlignTop)
        if line.differs:
            mark = QLabel(self.tr("differs"))
            mark.setObjectName("differsMark")
            table.addWidget(mark, row, 1, Qt.AlignmentFlag.AlignTop)

    def _others(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for fix in self.item.fixes:
            if fix.code not in _UNDER_FIRST + _UNDER_SECOND:
                row.addWidget(self._button(fix))
        self.dismiss = QPushButton(self.tr("Decide later"))
        self.dismiss.setObjectName("quietButton")
        self.dismiss.setToolTip(self.tr("Leave it as it is and don't show it again"))
        self.dismiss.setAccessibleDescription(self.item.message)
        self.dismiss.clicked.connect(lambda: self.dismiss_wanted.emit(self.item.key))
        row.addWidget(self.dismiss)
        row.addStretch(1)
        return row

    def _button(self, fix: FixLine, look: str = "") -> QPushButton:
        button = QPushButton(self.tr("Edit") if fix.shows else fix.label)
        button.setObjectName(look)
        button.setAccessibleDescription(self.item.message)
        button.clicked.connect(partial(self._say_fix, fix, button))
        self.buttons.append(button)
        return button

    def place_buttons(self, width: int) -> None:
        """The columns share what room there is; nothing has to move."""

    def _say_fix(self, fix: FixLine, button: QPushButton) -> None:
        self.fix_wanted.emit(self.item, fix, button.mapToGlobal(QPoint(0, button.height())))


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
