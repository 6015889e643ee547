"""Fonts, colours and mixed grounds of the grid, made once for an appearance and not for every paint."""

from dataclasses import dataclass, field

from PySide6.QtGui import QColor, QFont, QFontMetrics

from app.ui.theme import tokens as theme
from app.ui.widgets import painting

# How much of a project's colour its ground has: (on light, on dark).
_SOLID, _FAINT, _EDGE = (0.14, 0.24), (0.07, 0.11), 0.45


@dataclass(slots=True)
class Looks:
    """What the grid is painted with."""

    strong: QFont
    small: QFont
    tiny: QFont
    text: QColor
    dim: QColor
    faint: QColor
    line: QColor
    half: QColor
    panel: QColor
    rest: QColor
    accent: QColor
    now: QColor
    strong_metrics: QFontMetrics
    small_metrics: QFontMetrics
    _grounds: dict[tuple[str, bool], QColor] = field(default_factory=dict)
    _stripes: dict[str, QColor] = field(default_factory=dict)
    _edges: dict[str, QColor] = field(default_factory=dict)

    @classmethod
    def of(cls, base: QFont) -> "Looks":
        """Make the looks of the appearance in force."""
        colors = painting.tokens()
        strong, small = painting.font(base, 12.4, bold=True), painting.font(base, 11.6, tabular=True)
        return cls(
            strong=strong,
            small=small,
            tiny=painting.font(base, 10.6, bold=True),
            text=QColor(colors.text),
            dim=QColor(colors.dim),
            faint=QColor(colors.faint),
            line=QColor(colors.line),
            half=mixed(colors.panel, colors.line, 0.45),
            panel=QColor(colors.panel),
            rest=mixed(colors.panel, colors.window, 0.62),
            accent=QColor(colors.accent),
            now=QColor(colors.danger),
            strong_metrics=QFontMetrics(strong),
            small_metrics=QFontMetrics(small),
        )

    def stripe(self, color: str) -> QColor:
        """Return a project's colour."""
        if color not in self._stripes:
            self._stripes[color] = painting.project_color(color)
        return self._stripes[color]

    def ground(self, color: str, *, is_faint: bool = False) -> QColor:
        """Return the ground of a project's time."""
        key = (color, is_faint)
        if key not in self._grounds:
            share = (_FAINT if is_faint else _SOLID)[int(theme.current().is_dark)]
            self._grounds[key] = mixed(theme.current().panel, theme.project_color(color), share)
        return self._grounds[key]

    def edge(self, color: str) -> QColor:
        """Return the line around what another calendar holds."""
        if color not in self._edges:
            self._edges[color] = mixed(theme.current().panel, theme.project_color(color), _EDGE)
        return self._edges[color]


def mixed(ground: str, color: str, share: float) -> QColor:
    """Return a colour between two, ``share`` of the way to the second."""
    one, other = QColor(ground), QColor(color)
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )
