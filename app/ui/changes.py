"""One hub tells every page what changed."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.outcome import Changes


class ChangeHub(QObject):
    """Collects changes and says them once per turn of the event loop."""

    changed = Signal(Changes)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = Changes()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._say)

    def publish(self, changes: Changes) -> None:
        """Tell everybody, with whatever else changes in this turn."""
        self._waiting = self._waiting | changes
        self._turn.start()

    def _say(self) -> None:
        changes, self._waiting = self._waiting, Changes()
        if changes:
            self.changed.emit(changes)
