"""A dry run on screen: figures, questions to answer, rejected rows with their reasons."""

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from app.domain.durations import format_duration
from app.ui.importing.lines import PlanLine, QuestionLine, RejectedLine
from app.ui.settings.rows import Choice, RowsCard
from app.ui.widgets.titled_card import FigureCard, TitledCard

Index = QModelIndex | QPersistentModelIndex


class RejectedModel(QAbstractTableModel):
    """Rejected rows: line and reason."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[RejectedLine, ...] = ()

    def show(self, lines: tuple[RejectedLine, ...]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows were rejected."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return two: line and reason."""
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Line"), self.tr("Why it is left out"))[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's text."""
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.reason if index.column() else QLocale().toString(line.line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class PlanView(QWidget):
    """Shows a PlanLine; an answer asks for a new dry run."""

    answered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._source = QLabel()
        self._source.setObjectName("rowAbout")
        self._source.setWordWrap(True)
        self._source.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._source)
        column.addLayout(self._build_figures())
        self._questions = RowsCard(self.tr("Questions"))
        self.choices: dict[str, Choice] = {}
        column.addWidget(self._questions)
        column.addWidget(self._build_rejected(), 1)
        column.addStretch(0)

    def _build_figures(self) -> QGridLayout:
        self.figures = {
            "created": FigureCard(self.tr("New entries")),
            "duplicates": FigureCard(self.tr("Already here")),
            "rejected": FigureCard(self.tr("Left out")),
            "hours": FigureCard(self.tr("Hours")),
        }
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, card in enumerate(self.figures.values()):
            grid.addWidget(card, 0, place)
        return grid

    def _build_rejected(self) -> TitledCard:
        self.rejected = RejectedModel(self)
        self._rejected_card = TitledCard(self.tr("Rows that can't be read"))
        table = QTableView()
        table.setModel(self.rejected)
        table.setAccessibleName(self.tr("Rows that can't be read"))
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(32)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setMinimumHeight(96)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, 76)
        self._rejected_card.body.addWidget(table)
        self._rejected_card.body.setContentsMargins(0, 0, 0, 8)
        return self._rejected_card

    def show_plan(self, plan: PlanLine, source: str) -> None:
        """Replace everything that is shown."""
        number = QLocale().toString
        self._source.setText(
            "\n".join([self.tr("{file}, read as {format}").format(file=source, format=plan.format), *plan.notes])
        )
        new = self._new_names(plan)
        running = self.tr("1 still running") if plan.running else ""
        self.figures["created"].show_figure(number(plan.created), running or new)
        self.figures["duplicates"].show_figure(number(plan.duplicates), self.tr("added before, skipped"))
        self.figures["rejected"].show_figure(
            number(len(plan.rejected)), self.tr("see below") if plan.rejected else self.tr("nothing"),
            tone="warning" if plan.rejected else "",
        )  # fmt: skip
        self.figures["hours"].show_figure(format_duration(plan.seconds), self.tr("of new entries"))
        self.figures["created"].setToolTip(new)
        self._show_questions(plan)
        self.rejected.show(plan.rejected)
        self._rejected_card.setVisible(bool(plan.rejected))

    def _new_names(self, plan: PlanLine) -> str:
        parts = (
            (plan.projects, self.tr("{count} new projects")),
            (plan.clients, self.tr("{count} clients")),
            (plan.tags, self.tr("{count} tags")),
        )
        return ", ".join(text.format(count=count) for count, text in parts if count)

    def _show_questions(self, plan: PlanLine) -> None:
        self._questions.clear()
        self.choices = {}
        for question in plan.questions:
            self._add_question(question)
        self._questions.setVisible(bool(plan.questions))

    def _add_question(self, question: QuestionLine) -> None:
        unanswered: list[tuple[str, object]] = [] if question.answer is not None else [(self.tr("Choose…"), None)]
        box = Choice(unanswered + [(label, value) for value, label in question.options])
        box.setEditable(len(question.options) > 40)
        box.choose(question.answer)
        box.activated.connect(lambda _place: self._answer(question.code, box))
        self._questions.add(question.text, "", box)
        self.choices[question.code] = box

    def _answer(self, code: str, box: Choice) -> None:
        if box.currentData() is not None:
            self.answered.emit(code, box.currentData())
