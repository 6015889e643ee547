"""The tokens as Qt's palette, for everything that Fusion paints itself."""

from PySide6.QtGui import QColor, QPalette

from app.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of an appearance."""
    made = QPalette()
    for role, color in (
        (_Role.Window, tokens.window),
        (_Role.WindowText, tokens.text),
        (_Role.Base, tokens.panel),
        (_Role.AlternateBase, tokens.window),
        (_Role.Text, tokens.text),
        (_Role.Button, tokens.panel),
        (_Role.ButtonText, tokens.text),
        (_Role.BrightText, tokens.danger),
        (_Role.Highlight, tokens.accent),
        (_Role.HighlightedText, tokens.on_accent),
        (_Role.Accent, tokens.accent),
        (_Role.Link, tokens.accent),
        (_Role.PlaceholderText, tokens.dim),
        (_Role.ToolTipBase, tokens.text),
        (_Role.ToolTipText, tokens.panel),
        (_Role.Light, tokens.panel),
        (_Role.Midlight, tokens.hover),
        (_Role.Mid, tokens.line),
        (_Role.Dark, tokens.faint),
        (_Role.Shadow, tokens.line),
    ):
        made.setColor(role, QColor(color))
    for role in (_Role.Text, _Role.WindowText, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
    return made
