"""Where things stand in a row: one answer for painting, for the mouse and for the editors."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect

from app.ui.today.lines import EmptyLine, EntryLine, Fix, MarkLine
from app.ui.today.looks import Looks
from app.ui.today.words import number, tr

PAD, HEAD, GAP, MARK, EMPTY = 14, 38, 12, 25, 46
ROW, ROW_COMPACT = 53, 40
STRIPE, INDENT, ACTION = 4, 22, 28


class Part(StrEnum):
    """What can be clicked in a row of an entry; the fields among them are edited in place."""

    DESCRIPTION = "description"
    PROJECT = "project"
    TAGS = "tags"
    BILLABLE = "billable"
    START = "start"
    END = "end"
    LENGTH = "length"
    COUNT = "count"
    CONTINUE = "continue"
    SPLIT = "split"
    DUPLICATE = "duplicate"
    DELETE = "delete"


ACTIONS = (Part.CONTINUE, Part.SPLIT, Part.DUPLICATE, Part.DELETE)
TIMES = (Part.START, Part.END, Part.LENGTH)


@dataclass(frozen=True, slots=True)
class Places:
    """The rectangles of an entry's row; ``found`` are those there are, by part."""

    stripe: QRect
    dash: QRect
    found: dict[Part, QRect]

    @classmethod
    def of(cls, row: QRect, line: EntryLine, looks: Looks, *, compact: bool, with_actions: bool) -> "Places":
        """Divide a row, from right to left; the words get what is left."""
        return _Division(row, line, looks, compact=compact).divide(with_actions=with_actions)

    def at(self, point: QPoint) -> Part | None:
        """Return what is under a point."""
        return next((part for part, rect in self.found.items() if rect.contains(point)), None)


class _Division:
    def __init__(self, row: QRect, line: EntryLine, looks: Looks, *, compact: bool) -> None:
        self._row, self._line, self._looks, self._compact = row, line, looks, compact
        self._found: dict[Part, QRect] = {}
        self._right = row.right() - PAD + 1

    def divide(self, *, with_actions: bool) -> Places:
        dash = self._divide_figures()
        self._found[Part.BILLABLE] = self._take(26, 6)
        if with_actions:
            for part in reversed(ACTIONS):
                self._found[part] = self._take(ACTION, 0)
        stripe = self._divide_words()
        return Places(stripe, dash, self._found)

    def _divide_figures(self) -> QRect:
        looks = self._looks
        self._found[Part.LENGTH] = self._take(looks.length_width, 10)
        later = looks.clock_width // 2 if " +" in self._line.end else 0
        self._found[Part.END] = self._take(looks.clock_width + later, 0)
        dash = self._take(looks.dash_width, 0)
        self._found[Part.START] = self._take(looks.clock_width, 8)
        return dash

    def _divide_words(self) -> QRect:
        row, looks, line = self._row, self._looks, self._line
        left = row.left() + PAD + (INDENT if line.is_member else 0)
        height = row.height() - (16 if self._compact else 22)
        stripe = QRect(left, row.top() + (row.height() - height) // 2 + 1, STRIPE, height)
        left += STRIPE + 12
        room = max(40, self._right - left)
        body, small = looks.body_metrics, looks.small_metrics
        top = row.top() + (row.height() - body.height() - small.height() - 2) // 2 + 1
        if self._compact:
            room = room * 11 // 20
            upper = QRect(left, row.top() + (row.height() - body.height()) // 2 + 1, room, body.height())
            lower_left = left + room + 12
            lower = QRect(lower_left, upper.top(), max(30, self._right - lower_left), upper.height())
        else:
            upper = QRect(left, top, room, body.height())
            lower = QRect(left, top + body.height() + 2, room, small.height())
        self._divide_upper(upper)
        self._divide_lower(lower)
        return stripe

    def _divide_upper(self, upper: QRect) -> None:
        line, body = self._line, self._looks.body_metrics
        words = body.horizontalAdvance(line.description or tr("Add a description"))
        room = upper.width()
        if line.count > 1:
            chip = self._looks.small_metrics.horizontalAdvance(number(line.count)) + 17
            room -= chip + 10
            left = upper.left() + min(words, room) + 10
            self._found[Part.COUNT] = QRect(left, upper.center().y() - 9, chip, 20)
        self._found[Part.DESCRIPTION] = QRect(upper.left(), upper.top(), max(36, min(words + 2, room)), upper.height())

    def _divide_lower(self, lower: QRect) -> None:
        line, small = self._line, self._looks.small_metrics
        where = small.horizontalAdvance(line.where or tr("Add a project"))
        tags = small.horizontalAdvance(tags_text(line.tags) or "#")
        room = lower.width()
        # Both shorten when there is too little room; the project keeps the larger part.
        width = min(where + 2, max(room * 3 // 5, room - tags - 8))
        self._found[Part.PROJECT] = QRect(lower.left(), lower.top(), width, lower.height())
        left = lower.left() + width + 6
        self._found[Part.TAGS] = QRect(left, lower.top(), max(14, min(tags + 2, lower.right() - left)), lower.height())

    def _take(self, width: int, gap: int) -> QRect:
        rect = QRect(self._right - width, self._row.top(), width, self._row.height())
        self._right = rect.left() - gap
        return rect


def tags_text(tags: tuple[str, ...]) -> str:
    """Return ``#bug #ux``."""
    return " ".join(f"#{tag}" for tag in tags)


def fixes(row: QRect, line: MarkLine | EmptyLine, looks: Looks) -> Iterator[tuple[Fix, QRect]]:
    """Yield what can be done about a mark, and where it is written."""
    left = row.left() + PAD + looks.small_metrics.horizontalAdvance(line.text) + 8
    for fix in line.fixes:
        width = looks.action_metrics.horizontalAdvance(fix.label) + 10
        yield fix, QRect(left, row.top() + 1, min(width, max(0, row.right() - PAD - left)), row.height() - 2)
        left += width + 2
