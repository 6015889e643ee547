"""The entries a figure counts, at the side: the newest of them, and how many there are in all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.days import local_day
from app.ui import formats
from app.ui.formats import clock, hours
from app.ui.projects import words
from app.ui.widgets import dates, painting
from app.ui.widgets.picked_list import PickedList, RowDelegate
from app.ui.widgets.rows_list import RowsModel

if TYPE_CHECKING:
    from app.storage.context import Context

ROW = 52


@dataclass(frozen=True, slots=True)
class CountedLine:
    """An entry: what it was, when and where, how long."""

    id: str
    description: str
    about: str
    seconds: int


@dataclass(frozen=True, slots=True)
class CountedView:
    """The newest entries, and how many and how much there is."""

    lines: tuple[CountedLine, ...]
    count: int
    seconds: int


def load_counted(ctx: "Context", *, counting: dict[str, Any]) -> CountedView:
    """Return the entries a figure counts."""
    from app.orchestrators.projects.counted import Counting, counted_entries

    formats.follow(ctx)
    found = counted_entries(ctx, Counting(**counting))
    lines = []
    for entry in found.entries:
        day = dates.full_day(local_day(entry.started_at, entry.tz))
        end = "…" if entry.ended_at is None else clock(entry.ended_at, entry.tz)
        parts = [day, f"{clock(entry.started_at, entry.tz)} – {end}", found.names.get(entry.project or "", "")]
        about = " · ".join(part for part in parts if part)
        lines.append(CountedLine(entry.id, entry.description, about, entry.seconds(ctx.now())))
    return CountedView(tuple(lines), found.count, found.seconds)


class CountedModel(RowsModel[CountedLine]):
    """Entries, newest first."""

    def words(self, line: CountedLine) -> str:
        """Return what it was."""
        return line.description

    def spoken(self, line: CountedLine) -> str:
        """Return everything about an entry."""
        return f"{line.description}, {line.about}, {hours(line.seconds)}"


class CountedDelegate(RowDelegate):
    """Two lines: what and how long, when and where."""

    def paint_line(self, painter: QPainter, rect: QRect, font: QFont, line: CountedLine) -> None:
        """Paint an entry."""
        colors, room = painting.tokens(), rect.adjusted(8, 7, -8, -7)
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        painter.setFont(painting.font(font, 13, bold=True, tabular=True))
        used = painting.text(painter, upper, hours(line.seconds), colors.text, align=Qt.AlignmentFlag.AlignRight)
        painter.setFont(painting.font(font, 13))
        shown = line.description or self.tr("No description")
        painting.text(
            painter, upper.adjusted(0, 0, -used - 12, 0), shown, colors.text if line.description else colors.dim
        )
        painter.setFont(painting.font(font, 12, tabular=True))
        painting.text(painter, upper.translated(0, upper.height()), line.about, colors.dim)


class CountedEntries(QWidget):
    """A sentence and the list."""

    picked = Signal(str)
    """An entry's id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sum = QLabel(self.tr("Loading…"))
        self._sum.setObjectName("rowAbout")
        self._sum.setWordWrap(True)
        self.model = CountedModel(self)
        self.list = PickedList(self.tr("Entries"), self.model, CountedDelegate(ROW, self))
        self.list.picked.connect(lambda line: self.picked.emit(line.id))
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self._sum)
        column.addWidget(self.list)
        column.addStretch(1)
        self.setFocusProxy(self.list)

    @property
    def sum(self) -> str:
        """What is said above the list."""
        return self._sum.text()

    def show_view(self, view: CountedView) -> None:
        """Show the entries."""
        told = [words.entry_count(view.count), hours(view.seconds)]
        if len(view.lines) < view.count:
            told.append(self.tr("the newest {count} are shown").format(count=len(view.lines)))
        self._sum.setText(" · ".join(told))
        self.model.show(view.lines)
