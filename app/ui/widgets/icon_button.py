"""A button with an icon that follows the appearance."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui import icons
from app.ui.theme import tokens

_SIDE = 17


class IconButton(QPushButton):
    """Without words, ``name`` is what a screen reader says and the tooltip shows."""

    def __init__(self, icon: str, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.setAccessibleName(name)
        self.setToolTip(name)
        if not text:
            self.setObjectName("quietButton")
            self.setFixedSize(32, 30)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the colours changed."""
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        colors = tokens.current()
        self.setIcon(icons.icon(self._icon, colors.text if self.text() else colors.dim))
