"""A dry run on screen: figures, questions to answer, rejected rows with their reasons."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.ui.formats import hours
from app.ui.importing.lines import PlanLine, QuestionLine
from app.ui.widgets.choice import Choice
from app.ui.widgets.lines_table import LinesTable
from app.ui.widgets.rows_card import RowsCard
from app.ui.widgets.titled_card import FigureCard, TitledCard


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
        title = self.tr("Rows that are left out")
        self._rejected_card, table = TitledCard(title), LinesTable(title)
        self.rejected = table.lines
        self._rejected_card.body.addWidget(table)
        self._rejected_card.body.setContentsMargins(0, 0, 0, 8)
        return self._rejected_card

    def show_plan(self, plan: PlanLine, source: str) -> None:
        """Replace everything that is shown."""
        number = QLocale().toString
        new = self._new_names(plan)
        read_as = self.tr("{file}, read as {format}").format(file=source, format=plan.format)
        brings = self.tr("Brings {new}").format(new=new) if new else ""
        self._source.setText("\n".join(line for line in (read_as, brings, *plan.notes) if line))
        running = self.tr("1 still running") if plan.running else ""
        self.figures["created"].show_figure(number(plan.created), running)
        here = self.tr("not added again") if plan.duplicates else self.tr("none of these entries")
        self.figures["duplicates"].show_figure(number(plan.duplicates), here)
        self.figures["rejected"].show_figure(
            number(len(plan.rejected)), self.tr("see below") if plan.rejected else self.tr("every row is fine"),
            tone="warning" if plan.rejected else "",
        )  # fmt: skip
        self.figures["hours"].show_figure(hours(plan.seconds), self.tr("in new entries"))
        self._show_questions(plan)
        self.rejected.show([(row.line, row.reason) for row in plan.rejected])
        self._rejected_card.setVisible(bool(plan.rejected))

    @property
    def source(self) -> str:
        """Return the lines about the file: how it is read, what it brings, notes."""
        return self._source.text()

    def _new_names(self, plan: PlanLine) -> str:
        parts = (
            (plan.projects, self.tr("1 new project"), self.tr("{count} new projects")),
            (plan.clients, self.tr("1 client"), self.tr("{count} clients")),
            (plan.tasks, self.tr("1 task"), self.tr("{count} tasks")),
            (plan.tags, self.tr("1 tag"), self.tr("{count} tags")),
        )
        number = QLocale().toString
        return ", ".join(one if count == 1 else many.format(count=number(count)) for count, one, many in parts if count)

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
