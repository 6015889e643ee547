"""Fonts, colours and ready-made pictures of cells, made once for an appearance and not for every paint."""

from dataclasses import dataclass, field
from functools import cache
from math import floor

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from app.domain.risk import Risk
from app.ui.theme import tokens
from app.ui.timeline.amounts import Time
from app.ui.widgets import painting

_RADIUS, _MOST_STAMPS = 5.0, 4096
_HATCH = 6


@dataclass(slots=True)
class Looks:
    """What the timeline is painted with."""

    ratio: float
    body: QFont
    strong: QFont
    small: QFont
    tiny: QFont
    figure: QFont
    figure_strong: QFont
    panel: QColor
    window: QColor
    text: QColor
    dim: QColor
    faint: QColor
    line: QColor
    accent: QColor
    warning: QColor
    danger: QColor
    quiet_line: QColor
    hair: float
    rest: QColor
    rest_hatch: QBrush
    today: QColor
    hover: QColor
    chosen: QColor
    small_metrics: QFontMetrics
    figure_metrics: QFontMetrics
    _stamps: dict[tuple[Time, str, int, int], QPixmap] = field(default_factory=dict)
    _levels: dict[tuple[str, int, int, int], QPixmap] = field(default_factory=dict)
    _faded: dict[str, QColor] = field(default_factory=dict)
    _widths: dict[int, int] = field(default_factory=dict)
    _colors: dict[str, QColor] = field(default_factory=dict)

    @classmethod
    def of(cls, base: QFont, ratio: float) -> "Looks":
        """Make the looks of the appearance in force, for a screen with so many pixels a point."""
        colors = painting.tokens()
        small, figure = painting.font(base, 12), painting.font(base, 11, tabular=True)
        panel, text, accent = QColor(colors.panel), QColor(colors.text), QColor(colors.accent)
        chosen = QColor(accent)
        chosen.setAlphaF(0.06)
        return cls(
            ratio=ratio,
            body=painting.font(base, 13),
            strong=painting.font(base, 13, bold=True),
            small=small,
            tiny=painting.font(base, 11),
            figure=figure,
            figure_strong=painting.font(base, 11, bold=True, tabular=True),
            panel=panel,
            window=QColor(colors.window),
            text=text,
            dim=QColor(colors.dim),
            faint=QColor(colors.faint),
            line=QColor(colors.line),
            accent=accent,
            warning=QColor(colors.warning),
            danger=QColor(colors.danger),
            quiet_line=mixed(panel, QColor(colors.line), 0.55),
            hair=1 / max(1, floor(ratio)),
            # Opaque: what is mixed while painting takes ten times as long.
            rest=mixed(panel, text, 0.035),
            rest_hatch=_hatch(ratio),
            today=mixed(panel, accent, 0.09 if colors.is_dark else 0.07),
            hover=QColor(colors.hover),
            chosen=chosen,
            small_metrics=QFontMetrics(small),
            figure_metrics=QFontMetrics(figure),
        )

    def color(self, stored: str) -> QColor:
        """Return a project's colour."""
        made = self._colors.get(stored)
        if made is None:
            made = self._colors[stored] = painting.project_color(stored)
        return made

    def risk(self, risk: Risk | None) -> QColor:
        """Return the colour of a risk, which never stands without its word."""
        if risk in (Risk.OVER_BUDGET, Risk.LATE):
            return self.danger
        return {Risk.ON_TRACK: self.accent, Risk.AT_RISK: self.warning}.get(risk or Risk.NO_ESTIMATE, self.dim)

    def stamp(self, kind: Time, stored: str, width: int, height: int) -> QPixmap:
        """Return the picture of a cell: done solid, planned dashed, estimated faint."""
        key = (kind, stored, width, height)
        made = self._stamps.get(key)
        if made is None:
            if len(self._stamps) >= _MOST_STAMPS:
                self._stamps.clear()
            made = self._stamps[key] = self._draw(kind, self.color(stored), width, height)
        return made

    def level(self, color: QColor, width: int, height: int, full: int) -> QPixmap:
        """Return the picture of a level in its track."""
        key = (color.name(), width, height, full)
        made = self._levels.get(key)
        if made is None:
            if len(self._levels) >= _MOST_STAMPS:
                self._levels.clear()
            made = self._levels[key] = self._draw_level(color, width, height, full)
        return made

    def line_across(self, painter: QPainter, left: float, y: float, right: float) -> None:
        """Paint a line of one device pixel, crisp."""
        painter.fillRect(QRectF(left, y, right - left, self.hair), self.line)

    def _blank(self, width: int, height: int) -> QPixmap:
        picture = QPixmap(max(1, round(width * self.ratio)), max(1, round(height * self.ratio)))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _draw_level(self, color: QColor, width: int, height: int, full: int) -> QPixmap:
        picture = self._blank(width, full)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = min(4.0, width / 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self.panel, self.text, 0.07))
        painter.drawRoundedRect(QRectF(0, 0, width, full), radius, radius)
        if height:
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(0, full - height, width, height), radius, radius)
        painter.end()
        return picture

    def figure_width(self, words: str) -> int:
        """Return how wide a figure is; its digits are of equal width."""
        made = self._widths.get(len(words))
        if made is None:
            made = self._widths[len(words)] = self.figure_metrics.horizontalAdvance(words)
        return made

    def _draw(self, kind: Time, color: QColor, width: int, height: int) -> QPixmap:
        picture = self._blank(width, height)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_cell(painter, kind, color, QRectF(0, 0, width, height))
        painter.end()
        return picture

    def paint_cell(self, painter: QPainter, kind: Time, color: QColor, area: QRectF) -> None:
        """Paint a cell: done solid, planned dashed, estimated faint."""
        radius = min(_RADIUS, area.width() / 3, area.height() / 2)
        if kind is Time.PLANNED:
            area.adjust(0.75, 0.75, -0.75, -0.75)
            pen = QPen(color, 1.3)
            pen.setDashPattern([2.6, 1.8])
            painter.setPen(pen)
            painter.setBrush(self.panel if area.width() > 3 else color)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color if kind is Time.DONE else self.faded(color))
        painter.drawRoundedRect(area, radius, radius)

    def faded(self, color: QColor) -> QColor:
        """Return how a colour looks in an estimate: there, but quiet."""
        made = self._faded.get(color.name())
        if made is None:
            share = 0.30 if painting.tokens().is_dark else 0.24
            made = self._faded[color.name()] = mixed(self.panel, color, share)
        return made


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour with a share of another in it."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )


@cache
def ink_on(color: str) -> QColor:
    """Return the ink, dark or white, that is read better on a colour."""
    dark, white = tokens.LIGHT.text, tokens.LIGHT.panel
    return QColor(dark if tokens.contrast(color, dark) >= tokens.contrast(color, white) else white)


def _hatch(ratio: float) -> QBrush:
    """Return the slanted lines of days off."""
    side = round(_HATCH * ratio)
    picture = QPixmap(side, side)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    color = QColor(painting.tokens().text)
    color.setAlphaF(0.13)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1))
    for start in (-_HATCH, 0, _HATCH):
        painter.drawLine(start, _HATCH, start + _HATCH, 0)
    painter.end()
    return QBrush(picture)
