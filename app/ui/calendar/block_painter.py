"""Painting one block: its ground by the kind of time, its stripe, and as many words as fit."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.ui import icons
from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.layout import Place
from app.ui.calendar.looks import Looks
from app.ui.calendar.words import block_lines, block_times
from app.ui.widgets import painting

RADIUS, _STRIPE = 6.0, 3.0
_LINE, _LEFT, _RIGHT, _MARK, _LEAST_FOR_WORDS, _LOW = 15.5, 8.0, 4.0, 13.0, 10.5, 15.0
_TWO, _CENTRED = 2, 26.0


@dataclass(frozen=True, slots=True)
class _Words:
    """A piece of text laid out in a block."""

    at: QPointF
    text: str
    is_strong: bool


class BlockPainter:
    """Keeps the words of each block laid out, since cutting them to a width costs more than drawing them."""

    def __init__(self, looks: Looks) -> None:
        self.looks, self._zone = looks, "UTC"
        self._laid: dict[tuple[str, int, int, int], list[_Words]] = {}

    def begin(self, zone: str) -> None:
        """Lay all words out anew: the blocks changed."""
        self._zone = zone
        self._laid.clear()

    def paint(self, painter: QPainter, place: Place) -> None:
        """Paint a block."""
        self._body(painter, place.block, place.rect)
        self._words(painter, place.block, place.rect)

    def _body(self, painter: QPainter, block: Block, rect: QRectF) -> None:
        looks = self.looks
        hue = looks.stripe(block.color)
        if block.sort is Sort.TRACKED:
            self._striped(painter, rect, hue, looks.ground(block.color), is_open=block.is_running)
        elif block.sort is Sort.ESTIMATE:
            self._fill(painter, rect, looks.ground(block.color, is_faint=True))
        elif block.sort is Sort.PLANNED:
            self._dashed(painter, rect, hue)
        elif block.sort is Sort.DONE:
            self._dashed(painter, rect, hue)
            painting.tick(painter, QRectF(rect.center().x() - 5, rect.top() + 1, 10, 10), hue.name())
        else:
            self._fill(painter, rect, looks.ground(block.color, is_faint=True))
            painter.setPen(QPen(looks.edge(block.color), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _fill(self, painter: QPainter, rect: QRectF, color: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _striped(self, painter: QPainter, rect: QRectF, hue: QColor, ground: QColor, *, is_open: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue)
        painter.drawRoundedRect(
            QRectF(rect.left(), rect.top(), min(rect.width(), RADIUS * 2 + 2), rect.height()), RADIUS, RADIUS
        )
        painter.setBrush(ground)
        painter.drawRoundedRect(rect.adjusted(_STRIPE, 0, 0, 0), RADIUS, RADIUS)
        if is_open:
            # What runs has no lower edge yet: a dot in its colour stands where it grows.
            painter.setBrush(hue)
            painter.drawEllipse(QPointF(rect.right() - 9, rect.bottom() - 8), 3.5, 3.5)

    def _dashed(self, painter: QPainter, rect: QRectF, hue: QColor) -> None:
        pen = QPen(hue, 1.1)
        pen.setDashPattern([3.2, 2.2])
        painter.setPen(pen)
        painter.setBrush(self.looks.panel)
        painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), RADIUS, RADIUS)

    def _words(self, painter: QPainter, block: Block, rect: QRectF) -> None:
        # A higher block of as many lines has the same words in the same places.
        lines = int((rect.height() - 3) // _LINE)
        height = lines if lines >= _TWO else round(rect.height())
        key = (block.key, block.ends, round(rect.width()), height)
        laid = self._laid.get(key)
        if laid is None:
            laid = self._laid[key] = list(self._lay_out(block, rect))
        is_quiet = block.sort in (Sort.ESTIMATE, Sort.IMPORTED, Sort.DONE)
        for words in laid:
            painter.setFont(self._font(rect, is_strong=words.is_strong))
            painter.setPen(self.looks.text if words.is_strong and not is_quiet else self.looks.dim)
            painter.drawText(rect.topLeft() + words.at, words.text)
        if block.sort is Sort.IMPORTED and block.event is not None and block.event.is_done:
            self._mark(painter, rect, "check")

    def _mark(self, painter: QPainter, rect: QRectF, name: str) -> None:
        if rect.width() > _MARK * 2 and rect.height() >= _MARK:
            icons.paint(painter, name, QRectF(rect.right() - _MARK - 2, rect.top() + 2, _MARK, _MARK), self.looks.dim)

    def _font(self, rect: QRectF, *, is_strong: bool) -> QFont:
        if rect.height() < _LOW:
            return self.looks.tiny
        return self.looks.strong if is_strong else self.looks.small

    def _lay_out(self, block: Block, rect: QRectF) -> Iterator[_Words]:
        """Yield as many lines as the height holds; a low block has one, with the time behind the title."""
        room = int(rect.width() - _LEFT - _RIGHT)
        if rect.height() < _LEAST_FOR_WORDS or room < _LEAST_FOR_WORDS * 2:
            return
        fitting = int((rect.height() - 3) // _LINE)
        if fitting < _TWO:
            yield from self._one_line(block, rect, room)
            return
        for number, (text, is_strong) in enumerate(self._lines(block, rect, room, fitting)):
            metrics = QFontMetrics(self._font(rect, is_strong=is_strong))
            base = 2 + _LINE / 2 + number * _LINE + metrics.ascent() / 2 - 1.5
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            yield _Words(QPointF(_LEFT, base), shown, is_strong)

    def _lines(self, block: Block, rect: QRectF, room: int, fitting: int) -> list[tuple[str, bool]]:
        """Return the lines that fit: a long title takes two where there is room, what is left over shares the last one."""
        (title, _), *rest = block_lines(block, self._zone)
        titles = wrapped(title, self.looks.strong_metrics, room, 2 if fitting > len(rest) + 1 else 1)
        lines = [(words, True) for words in titles] + rest
        if len(lines) > fitting:
            together = " · ".join(words for words, _ in lines[fitting - 1 :])
            if QFontMetrics(self._font(rect, is_strong=False)).horizontalAdvance(together) <= room:
                lines = [*lines[: fitting - 1], (together, False)]
        return lines[:fitting]

    def _one_line(self, block: Block, rect: QRectF, room: int) -> Iterator[_Words]:
        metrics = QFontMetrics(self._font(rect, is_strong=True))
        base = min(rect.height(), _CENTRED) / 2 + metrics.ascent() / 2 - 1.5
        (title, _), *rest = block_lines(block, self._zone)
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        yield _Words(QPointF(_LEFT, base), shown, is_strong=True)
        used = metrics.horizontalAdvance(shown) + 8
        time = block_times(block, self._zone)
        for words in (" · ".join([*(text for text, _ in rest[:-1]), time]), time):
            if self.looks.small_metrics.horizontalAdvance(words) <= room - used:
                yield _Words(QPointF(_LEFT + used, base), words, is_strong=False)
                return


def wrapped(words: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """Return a text cut at blanks into at most so many lines, the last of them with all the rest."""
    lines: list[str] = []
    rest = words
    while len(lines) < most - 1 and metrics.horizontalAdvance(rest) > width:
        at = max(
            (
                place
                for place, sign in enumerate(rest)
                if sign == " " and metrics.horizontalAdvance(rest[:place]) <= width
            ),
            default=0,
        )
        if not at:
            break
        lines.append(rest[:at])
        rest = rest[at + 1 :]
    return [*lines, rest]
