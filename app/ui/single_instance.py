"""One window per data folder: a second start asks the first to come forward, and ends."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LOCK, _SOCKET = "window.lock", "window.sock"
_ANSWER_MS, _AGAIN_MS = 2000, 50
# The kernel keeps a socket's path in 108 bytes, the end mark included; macOS in 104.
_LONGEST = 100
_RAISE, _DONE = b"raise\n", b"done\n"


class SingleInstance(QObject):
    """Holds the folder for this window, or reaches the one that does.

    The lock names its process, so one left by a process that was killed is seen to be stale; its socket is then
    removed. Where a folder can hold neither lock nor socket, as on some network drives, the window opens all the same:
    several processes on one store are safe.
    """

    raise_wanted = Signal()
    """Somebody started Stintbook again."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _address(folder)
        self._lock = QLockFile(str(folder / _LOCK))
        # A window may stay open for weeks: only the death of its process frees the folder.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def is_first(self) -> bool:
        """Take the folder; False when another window has it and came forward."""
        if self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError:
            return True
        return not self._ask()

    def listen(self) -> None:
        """Hear who starts Stintbook again; the network's module is loaded now, not on the way to the first paint."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None:
            return
        server = self._server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(self._name)
        server.listen(self._name)

    def close(self) -> None:
        """Give the folder free."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _ask(self) -> bool:
        from PySide6.QtCore import QDeadlineTimer, QThread
        from PySide6.QtNetwork import QLocalSocket

        patience = QDeadlineTimer(_ANSWER_MS)
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        while not socket.waitForConnected(_ANSWER_MS):
            # The other one may have started a moment ago and not listen yet.
            if patience.hasExpired():
                return False
            QThread.msleep(_AGAIN_MS)
            socket.connectToServer(self._name)
        socket.write(_RAISE)
        socket.flush()
        # Without an answer the other one hangs, and a second window serves better than none.
        return socket.waitForReadyRead(_ANSWER_MS) and bytes(socket.readAll().data()) == _DONE

    def _on_connection(self) -> None:
        if self._server is None:
            return
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._on_message(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _on_message(self, socket: "QLocalSocket") -> None:
        if bytes(socket.readAll().data()) == _RAISE:
            self.raise_wanted.emit()
            socket.write(_DONE)
            socket.flush()


def _address(folder: Path) -> str:
    place = str(folder.absolute() / _SOCKET)
    if os.name == "posix" and len(os.fsencode(place)) <= _LONGEST:
        return place
    import hashlib

    # A name without a folder lies in the system's place for such things, or in the namespace of pipes.
    return "stintbook-" + hashlib.sha256(os.fsencode(place)).hexdigest()[:24]
