"""The head of the Timeline page: how far one sees, what is shown of it, and the question whether more fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.entities.projects import ProjectStatus
from app.domain.risk import Risk
from app.ui.projects import words as project_words
from app.ui.timeline import words
from app.ui.timeline.amounts import Time
from app.ui.timeline.lines import NO_GROUP, Wanted
from app.ui.timeline.looks import mixed
from app.ui.timeline.scale import Unit
from app.ui.widgets import painting
from app.ui.widgets.filter_button import FilterButton
from app.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.orchestrators.planning.timeline import TimelineGroup

_SQUARE, _GAP = 12, 14


class Head(QWidget):
    """Says what is wanted; decides nothing."""

    unit_wanted = Signal(object)
    today_wanted = Signal()
    what_if_wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        units = ((self.tr("Days"), Unit.DAY), (self.tr("Weeks"), Unit.WEEK), (self.tr("Months"), Unit.MONTH))
        self.units = Segments(self.tr("Columns"), units)
        self.units.chosen.connect(self.unit_wanted)
        self.today = QPushButton(self.tr("Today"))
        self.today.setToolTip(self.tr("Go to today (T)"))
        self.today.clicked.connect(self.today_wanted)
        self.what_if = QPushButton(self.tr("Can I take this on?"))
        self.what_if.setObjectName("primaryButton")
        self.what_if.setToolTip(self.tr("See whether another project fits, before you promise it (Ctrl+N)"))
        self.what_if.clicked.connect(self.what_if_wanted)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search projects"))
        self.search.setAccessibleName(self.tr("Search projects"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(300)
        self.search.textChanged.connect(self._say)
        self.group = FilterButton(self.tr("Group"))
        self.status = FilterButton(self.tr("Status"))
        self.risk = FilterButton(self.tr("Risk"))
        self._offer_fixed()
        for button in self._filters():
            button.chosen.connect(self._say)
        self._lay_out()

    def _filters(self) -> tuple[FilterButton, ...]:
        return (self.group, self.status, self.risk)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Timeline"))
        title.setObjectName("pageTitle")
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(10)
        for widget in (title, self.units, self.today):
            upper.addWidget(widget)
        upper.addStretch(1)
        upper.addWidget(self.what_if)
        lower.setSpacing(8)
        lower.addWidget(self.search, 1)
        for button in self._filters():
            lower.addWidget(button)
        lower.addStretch(1)
        lower.addWidget(Legend())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(upper)
        column.addLayout(lower)

    def _offer_fixed(self) -> None:
        open_ones = (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD, ProjectStatus.COMPLETED)
        single = [(project_words.status(status), frozenset({status})) for status in open_ones]
        self.status.set_choices([(self.tr("Any"), None), *single])
        self.risk.set_choices([(self.tr("Any"), None), *((project_words.risk(risk), risk) for risk in Risk)])
        self.offer(())

    def offer(self, groups: Iterable[TimelineGroup]) -> None:
        """Offer the groups there are."""
        named = [(words.group(one.name), NO_GROUP if one.group is None else one.group.id) for one in groups]
        self.group.set_choices([(self.tr("All"), None), *named])

    def wanted(self) -> Wanted:
        """Return the filter in force."""
        return Wanted(
            text=self.search.text(),
            group=self.group.value(),  # type: ignore[arg-type]
            statuses=self.status.value(),  # type: ignore[arg-type]
            risk=self.risk.value(),  # type: ignore[arg-type]
        )

    def clear(self) -> None:
        """Show everything."""
        self.search.blockSignals(True)  # noqa: FBT003
        self.search.clear()
        self.search.blockSignals(False)  # noqa: FBT003
        for button in self._filters():
            button.reset()
        self._say()

    def _say(self, *_: object) -> None:
        self.changed.emit()


class Legend(QWidget):
    """Says how the three kinds of time look."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = (
            (Time.DONE, self.tr("done")),
            (Time.PLANNED, self.tr("planned")),
            (Time.AUTO, self.tr("forecast")),
        )
        self.setAccessibleName(", ".join(word for _, word in self._kinds))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        metrics = QFontMetrics(painting.font(self.font(), 12))
        return QSize(sum(metrics.horizontalAdvance(word) + _SQUARE + 6 + _GAP for _, word in self._kinds) - _GAP, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a cell of each kind and its word."""
        painter, colors = QPainter(self), painting.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(painting.font(self.font(), 12))
        left, ink, panel = 0, QColor(colors.dim), QColor(colors.window)
        for kind, word in self._kinds:
            square = QRectF(left + 0.5, (self.height() - _SQUARE) / 2 + 0.5, _SQUARE - 1, _SQUARE - 1)
            pen = QPen(ink, 1.2)
            pen.setDashPattern([2.2, 1.6])
            painter.setPen(pen if kind is Time.PLANNED else Qt.PenStyle.NoPen)
            fill = {Time.DONE: ink, Time.AUTO: mixed(panel, ink, 0.32)}
            painter.setBrush(fill.get(kind, Qt.BrushStyle.NoBrush))
            painter.drawRoundedRect(square, 3.5, 3.5)
            room = QRect(left + _SQUARE + 6, 0, self.width(), self.height())
            left += painting.text(painter, room, word, colors.dim) + _SQUARE + 6 + _GAP
