"""The lane: the one thread of a window that exchanges with the server, from the first paint to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.values import SyncStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.outcome import Changes
    from app.storage.context import Context


class SyncLane:
    """Runs rounds in a thread of its own while a server is linked; made and started by the window, by nobody else.

    ``on_state`` gets a SyncStatus and ``on_changes`` what arrived from other devices. Both are called in the lane's
    thread: a window hands them on by a queued signal. ``start`` and the calls below never wait but ``stop``, which
    waits for the lane's end, a second at most.
    """

    def __init__(
        self,
        ctx: Context,
        on_state: Callable[[SyncStatus], None],
        on_changes: Callable[[Changes], None],
    ) -> None:
        self._ctx, self._on_state, self._on_changes = ctx, on_state, on_changes

    def start(self) -> None:
        """Begin, if a server is linked; else nothing happens until ``relinked``."""

    def wake(self) -> None:
        """Something was committed here: exchange soon. Call it for every change; what arrived by the lane is no harm."""

    def sync_now(self) -> None:
        """Exchange at once, whatever was waited for."""

    def network_returned(self) -> None:
        """The network is back: do not wait for the next try."""

    def relinked(self) -> None:
        """A server was linked or left, or signed in to again: look at the link anew."""

    def stop(self) -> None:
        """End the lane. What is under way is cut off; every step of it is whole or not done."""
