"""Naming the columns of a table, with what its rows would become as one chooses."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.formats import hours
from app.ui.importing.first_rows import FirstRows
from app.ui.importing.sample import Sample
from app.ui.widgets.column_scroll import ColumnScroll

if TYPE_CHECKING:
    from app.orchestrators.exchange.mapping import TableColumns
    from app.ui.importing.lines import PlanLine
    from app.ui.importing.tables import Preview


class ColumnsView(QWidget):
    """Shows a table and a preview of it; a choice asks for a new preview."""

    changed = Signal(object)
    """By field the column that holds it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = _quiet()
        self.sample, self.rows = Sample(), FirstRows()
        self.sample.chosen.connect(self._on_chosen)
        self._heading = QLabel(self.tr("What the first rows become"))
        self._heading.setObjectName("cardHeading")
        self.missing = _quiet()
        # The look of a quiet line would win over that of a warning.
        self.missing.setObjectName("")
        self.missing.setProperty("tone", "warning")
        self.figures = _quiet()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._about, self.sample, self._heading, self.missing, self.rows, self.figures):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ColumnScroll(self.tr("Name the columns"), inside))

    def show_table(self, table: "TableColumns", file: str) -> None:
        """Show the columns of a file, and what their names suggest or a person said before."""
        about = self.tr("Say what the columns of {file} hold. It is remembered for tables with the same columns.")
        self._about.setText(about.format(file=file))
        labels = self._labels()
        self.sample.show_table(table.names, table.rows, [(labels[field], field) for field in table.fields])
        self.sample.choose(table.columns)
        for part in (self.missing, self.rows, self.figures):
            part.hide()

    def show_preview(self, preview: "Preview") -> None:
        """Show what comes of the present choice."""
        self.rows.show_rows(preview.rows)
        self.missing.setText(preview.missing)
        self.figures.setText(self._figures(preview.planned[1]) if preview.planned else "")
        for part, is_shown in (
            (self.missing, preview.missing),
            (self.rows, preview.rows),
            (self.figures, preview.planned),
        ):
            part.setVisible(bool(is_shown))

    def focus_first(self) -> None:
        """Put the keyboard on the first column that can be chosen for."""
        for box in self.sample.choices:
            if box.isEnabled():
                box.setFocus()
                break

    def _on_chosen(self) -> None:
        self.changed.emit(self.sample.columns)

    def _figures(self, line: "PlanLine") -> str:
        number = QLocale().toString
        new = line.created + line.running
        first = self.tr("1 new entry") if new == 1 else self.tr("{count} new entries").format(count=number(new))
        parts = [first, self.tr("{hours} hours").format(hours=hours(line.seconds))]
        if line.duplicates:
            parts.append(self.tr("{count} already here").format(count=number(line.duplicates)))
        if line.rejected:
            parts.append(self.tr("{count} left out").format(count=number(len(line.rejected))))
        return self.tr("In the whole file: {figures}").format(figures=", ".join(parts))

    def _labels(self) -> dict[str, str]:
        return {
            "date": self.tr("Date"),
            "start": self.tr("Start"),
            "end_date": self.tr("End date"),
            "end": self.tr("End"),
            "duration": self.tr("Duration"),
            "description": self.tr("Description"),
            "project": self.tr("Project"),
            "client": self.tr("Client"),
            "task": self.tr("Task"),
            "tags": self.tr("Tags"),
            "billable": self.tr("Billable"),
            "user": self.tr("Person"),
        }


def _quiet() -> QLabel:
    label = QLabel()
    label.setObjectName("rowAbout")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
