"""What the first rows of a table would become: a line each, or why it would not be an entry."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import formats
from app.ui.widgets import painting

if TYPE_CHECKING:
    from app.orchestrators.exchange.mapping import FirstRow

_LINE, _PAD, _GAP = 30, 14, 16


class FirstRows(QWidget):
    """Lines in a card: date, times, length, and what it is about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[tuple[str, str, str, str], bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What the first rows become"))

    def show_rows(self, rows: "Sequence[FirstRow]") -> None:
        """Replace the lines."""
        self._lines = [self._words(row) for row in rows]
        self.setAccessibleDescription(self.text)
        self.setToolTip(self.text)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """Return what is shown, a line for each row."""
        return "\n".join("  ".join(filter(None, words)) for words, _ in self._lines)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(400, _LINE * len(self._lines) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())
        painter.setFont(painting.font(self.font(), 12.5, tabular=True))
        colors = painting.tokens()
        tones = (colors.text, colors.text, colors.dim, colors.text)
        widths = self._widths(painter.fontMetrics())
        for place, (words, is_refused) in enumerate(self._lines):
            left, top = _PAD, 4 + place * _LINE
            if place:
                painting.hairline(painter, 1, self.width() - 1, top)
            own = (painter.fontMetrics().horizontalAdvance(words[0]) + 2, 0, 0) if is_refused else widths
            for cell, width, tone in zip(words, (*own, self.width()), tones, strict=True):
                room = QRect(left, top, min(width, self.width() - _PAD - left), _LINE)
                painting.text(painter, room, cell, colors.warning if is_refused and left > _PAD else tone)
                left += width + _GAP if width else 0

    def _widths(self, metrics: QFontMetrics) -> list[int]:
        return [
            max((metrics.horizontalAdvance(words[place]) for words, _ in self._lines), default=0) for place in range(3)
        ]

    def _words(self, row: "FirstRow") -> tuple[tuple[str, str, str, str], bool]:
        if row.start is None or row.reason:
            number = self.tr("Line {line}").format(line=QLocale().toString(row.line))
            return (number, "", "", row.reason), True
        end = row.end or (row.start + timedelta(seconds=row.seconds) if row.seconds is not None else None)
        times = f"{_clock(row.start)} – {_clock(end) if end else '…'}"
        seconds = row.seconds if row.end is None else int((row.end - row.start).total_seconds())
        date = QLocale().toString(QDate(row.start.year, row.start.month, row.start.day), QLocale.FormatType.ShortFormat)
        return (date, times, formats.hours(seconds) if seconds is not None else "", self._about(row)), False

    def _about(self, row: "FirstRow") -> str:
        names = (row.description, row.project, row.client, row.task, *(f"#{tag}" for tag in row.tags))
        billable = {True: self.tr("billable"), False: self.tr("not billable"), None: ""}[row.billable]
        return " · ".join(part for part in (*names, billable) if part) or self.tr("no description")


def _clock(moment: datetime) -> str:
    # The time as the file writes it, whatever zone that is in.
    return formats.clock(int(moment.replace(tzinfo=UTC).timestamp()), "UTC")
