"""The sockets of one session, so that a call that waits for a silent server can be ended from another thread."""

import contextlib
import socket
import threading
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Sockets:
    """Knows every connected socket of a session."""

    def __init__(self) -> None:
        self._open: WeakSet[socket.socket] = WeakSet()
        self._guard = threading.Lock()
        self.aborted = False

    def add(self, connected: socket.socket | None) -> None:
        """Note a socket; one that comes too late is shut at once."""
        if connected is None:
            return
        with self._guard:
            self._open.add(connected)
            if self.aborted:
                _shut(connected)

    def abort(self) -> None:
        """End every connection: whoever waits on one gets an error now."""
        with self._guard:
            self.aborted = True
            for connected in self._open:
                _shut(connected)


class AbortableAdapter(HTTPAdapter):
    """Makes connections whose sockets are known."""

    def __init__(self, sockets: Sockets) -> None:
        self._pools = _pools(sockets)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the manager of direct connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Return the manager of connections through a proxy."""
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(sockets: Sockets) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _shut(connected: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it ended by itself
        connected.shutdown(socket.SHUT_RDWR)
