"""How sync stands, for everybody in the window: the lane beside the work lanes, and what it reports."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.outcome import Changes
from app.ui.changes import ChangeHub
from app.ui.jobs import Jobs

if TYPE_CHECKING:
    from app.orchestrators.sync.lane import SyncLane
    from app.orchestrators.sync.values import SyncStatus
    from app.storage.context import Context

_log = logging.getLogger(__name__)


class Syncing(QObject):
    """Begins after the first paint; until then, and without a server, nothing of the network is even imported."""

    changed = Signal(object)
    """The SyncStatus, whenever it is another one."""
    _reported = Signal(object)
    _arrived = Signal(object)

    def __init__(self, jobs: Jobs, hub: ChangeHub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._hub = jobs, hub
        self.status: SyncStatus | None = None
        self._lane: SyncLane | None = None
        self._is_over = self._knows_names = False
        # Both are said in the lane's thread.
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        hub.changed.connect(self._on_changed)

    def begin(self, ctx: "Context") -> None:
        """Say how things stand, and let the lane run if a server is linked."""
        if self._lane is not None or self._is_over:
            return
        from app.orchestrators.sync.lane import SyncLane

        self.look()
        self._lane = SyncLane(ctx, self._reported.emit, self._arrived.emit)
        self._lane.start()
        self._watch_network()

    def look(self) -> None:
        """Read how things stand by what is stored."""
        self._jobs.read(_status, owner=self, on_done=self._on_looked)

    def sync_now(self) -> None:
        """Exchange at once."""
        if self._lane is not None:
            self._lane.sync_now()

    def relinked(self) -> None:
        """A server was linked or left, or signed in to again."""
        if self._lane is not None:
            self._lane.relinked()
        self.look()

    def network_returned(self) -> None:
        """The network is back."""
        if self._lane is not None:
            self._lane.network_returned()

    def _watch_network(self) -> None:
        """Be told by the system when the network is back, where it can tell."""
        from PySide6.QtNetwork import QNetworkInformation

        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            network = QNetworkInformation.instance()
            network.reachabilityChanged.connect(self._on_reachability)

    def _on_reachability(self, reach: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        if reach == QNetworkInformation.Reachability.Online:
            self.network_returned()

    def stop(self) -> None:
        """End the lane; what is under way is cut off, and nothing of it is lost."""
        self._is_over = True
        if self._lane is not None:
            self._lane.stop()
            self._lane = None

    @Slot(object)
    def _on_reported(self, status: "SyncStatus") -> None:
        if status != self.status:
            self.status = status
            self.changed.emit(status)
            self._learn_names(status)

    def _learn_names(self, status: "SyncStatus") -> None:
        """Ask once what the devices are called, so that Review can say who wrote what, also while offline."""
        if self._lane is None or self._knows_names or status.state != "synced":
            return
        from app.ui.sync.work import devices

        self._knows_names = True
        self._jobs.ask(devices, owner=self, on_error=self._on_no_names)

    def _on_no_names(self, error: Exception) -> None:
        # Without names Review says "another device"; asked again at the next start, or on the sync page.
        _log.info("the names of the devices could not be asked: %s", error)

    def _on_looked(self, status: "SyncStatus") -> None:
        # What the lane says is newer than what was read meanwhile, unless there is another server, or none.
        known = self.status
        if known is None or known.server != status.server or known.state == "off":
            self._on_reported(status)

    @Slot(object)
    def _on_arrived(self, changes: Changes) -> None:
        self._hub.publish(changes)

    def _on_changed(self, _changes: Changes) -> None:
        if self._lane is not None:
            self._lane.wake()


def _status(ctx: "Context") -> "SyncStatus":
    from app.orchestrators.sync.status import sync_status

    return sync_status(ctx)
