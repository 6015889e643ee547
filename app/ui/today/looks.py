"""Fonts and colours of the list, made once for an appearance and not for every paint."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetrics

from app.ui.widgets import painting


@dataclass(frozen=True, slots=True)
class Looks:
    """What the delegate paints with, and the widths that columns take from it."""

    body: QFont
    strong: QFont
    small: QFont
    figure: QFont
    figure_strong: QFont
    action: QFont
    text: QColor
    dim: QColor
    faint: QColor
    accent: QColor
    warning: QColor
    line: QColor
    hover: QColor
    body_metrics: QFontMetrics
    small_metrics: QFontMetrics
    strong_metrics: QFontMetrics
    action_metrics: QFontMetrics
    clock_width: int
    length_width: int
    dash_width: int

    @classmethod
    def of(cls, base: QFont, *, clock24: bool) -> "Looks":
        """Make the looks of the appearance in force."""
        colors = painting.tokens()
        figure = painting.font(base, 13, tabular=True)
        strong = painting.font(base, 13, bold=True, tabular=True)
        figures = QFontMetrics(figure)
        return cls(
            body=painting.font(base, 13),
            strong=painting.font(base, 13, bold=True),
            small=painting.font(base, 12),
            figure=figure,
            figure_strong=strong,
            action=painting.font(base, 12, bold=True),
            text=QColor(colors.text),
            dim=QColor(colors.dim),
            faint=QColor(colors.faint),
            accent=QColor(colors.accent),
            warning=QColor(colors.warning),
            line=QColor(colors.line),
            hover=QColor(colors.hover),
            body_metrics=QFontMetrics(painting.font(base, 13)),
            small_metrics=QFontMetrics(painting.font(base, 12)),
            strong_metrics=QFontMetrics(painting.font(base, 13, bold=True)),
            action_metrics=QFontMetrics(painting.font(base, 12, bold=True)),
            clock_width=figures.horizontalAdvance("00:00" if clock24 else "00:00 pm") + 4,
            length_width=max(QFontMetrics(strong).horizontalAdvance("00:00:00"), 58) + 6,
            dash_width=figures.horizontalAdvance(" – "),
        )
