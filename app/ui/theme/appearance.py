"""Light, dark or as the system says: switched live, for every widget that stands."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.theme import tokens
from app.ui.theme.palette import palette
from app.ui.theme.stylesheet import stylesheet

_MIDDLE = 128
CHOICES = ("system", "light", "dark")


class Appearance(QObject):
    """Holds the person's choice and puts it in force."""

    switched = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice if choice in CHOICES else "system"
        self._is_in_force = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> str:
        """Return system, light or dark."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Choose and put in force."""
        self._choice = choice
        self.apply()

    def apply(self) -> None:
        """Put the choice in force."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        wanted = tokens.DARK if self._is_dark() else tokens.LIGHT
        tokens.use(wanted)
        sheet = stylesheet(wanted)
        # Polishing every widget anew takes its time, and is for nothing when the look is in force already.
        if app.styleSheet() != sheet:
            app.setPalette(palette(wanted))
            app.setStyleSheet(sheet)
        self._is_in_force = True
        self.switched.emit()

    def _is_dark(self) -> bool:
        if self._choice != "system":
            return self._choice == "dark"
        if not self._is_in_force:
            # The system's own palette says the same; the hints' answer takes longer than painting the first time.
            return QGuiApplication.palette().window().color().lightness() < _MIDDLE
        from PySide6.QtCore import Qt

        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self.apply()
