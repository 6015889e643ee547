"""Being asked to end by the system: Ctrl+C in a terminal, a log-out, a shutdown."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class EndSignals(QObject):
    """Calls back on the GUI thread when the process is asked to end.

    Python runs a signal's handler only between two of its own steps, and an idle window takes none: the signal also
    writes to a socket, which wakes the event loop.
    """

    def __init__(self, on_end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_end = on_end
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.settimeout(0)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._woken_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handled_before = {
            number: signal.signal(number, lambda _number, _frame: None) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def close(self) -> None:
        """Leave the signals as they were."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._woken_before)
        for number, handler in self._handled_before.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    def _on_signal(self) -> None:
        numbers = self._reader.recv(64)
        if signal.SIGINT in numbers or signal.SIGTERM in numbers:
            self._on_end()
