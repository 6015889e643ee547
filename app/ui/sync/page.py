"""The sync page: connects a server, or shows how the exchange with it stands; decides nothing."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QFileDialog, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.domain.errors import AppError
from app.ui.page import Page
from app.ui.shell import Shell
from app.ui.sync import work
from app.ui.sync.linked import Linked
from app.ui.sync.unlinked import Unlinked
from app.ui.widgets.column_scroll import ColumnScroll

if TYPE_CHECKING:
    from app.orchestrators.sync.values import Device, LinkRequest, PairingCode, SyncStatus, Verification


class SyncPage(Page):
    """Wires its cards to the workflows. What asks the server runs beside everything else."""

    watches: ClassVar[tuple[Kind, ...]] = tuple(Kind)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.unlinked, self.linked = Unlinked(), Linked()
        self._now, self._zone = 0, "UTC"
        self._has_asked = self._has_come = False
        self._devices: tuple[Device, ...] = ()
        heading = QLabel(self.tr("Sync and devices"))
        heading.setObjectName("pageTitle")
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self._of_unlinked = ColumnScroll(self.tr("Connect a server"), self.unlinked)
        self._of_linked = ColumnScroll(self.tr("Sync and devices"), self.linked)
        self._stack.addWidget(self._of_unlinked)
        self._stack.addWidget(self._of_linked)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(self._stack, 1)
        self._wire()

    def _wire(self) -> None:
        self.shell.syncing.changed.connect(self._on_status)
        self.unlinked.form.link_wanted.connect(self._link)
        linked = self.linked
        linked.state.sync_wanted.connect(self._sync_now)
        linked.state.sign_in_wanted.connect(self._sign_in)
        linked.state.shift_wanted.connect(self._shift)
        linked.state.read_wanted.connect(lambda code: self._write(partial(work.read_notice, code=code), self._look))
        linked.queue.retry_wanted.connect(
            lambda version: self._write(partial(work.retry, version=version), self._sync_now)
        )
        linked.queue.aside_wanted.connect(
            lambda version: self._write(partial(work.set_aside, version=version), self._look)
        )
        linked.queue.export_wanted.connect(self._export)
        linked.devices.rename_wanted.connect(self._rename)
        linked.devices.revoke_wanted.connect(self._revoke)
        linked.devices.pair_wanted.connect(self._pair)
        linked.verify_wanted.connect(self._verify)
        linked.leave_wanted.connect(self._leave)

    @property
    def is_linked(self) -> bool:
        """Whether it shows a server."""
        return self._stack.currentWidget() is self._of_linked

    @property
    def is_settled(self) -> bool:
        """Whether what is stored has been read and shown."""
        return self._stack.currentIndex() > 0

    def activate(self) -> None:
        """Look anew at each visit: who was seen when is only known by asking."""
        super().activate()
        self._has_asked, self._has_come = False, True
        self.linked.calm_down()
        self.reload()

    def reload(self) -> None:
        """Load what is stored here."""
        self.shell.jobs.read(work.load, owner=self, on_done=self.show_loaded, on_error=self.shell.say_error)

    def restyle(self) -> None:
        """Everything is painted or styled; nothing keeps pictures."""
        self.update()

    def show_loaded(self, loaded: work.Loaded) -> None:
        """Show what was read."""
        self._now, self._zone = loaded.now, loaded.zone
        live = self.shell.syncing.status
        status = live if live is not None and live.server == loaded.status.server else loaded.status
        if not status.linked:
            self._stack.setCurrentWidget(self._of_unlinked)
            if self._has_come:
                self.unlinked.form.server.setFocus()
            self._has_come = False
            return
        self._stack.setCurrentWidget(self._of_linked)
        self.linked.state.show_status(status, self._now)
        self.linked.queue.show_items(loaded.queue, self._now)
        self.linked.show_rounds(loaded.rounds, self._zone)
        if not self._has_asked and self.isVisible():
            self._has_asked = True
            self._ask_devices()

    def _on_status(self, status: "SyncStatus") -> None:
        if not self.isVisible():
            self._is_stale = True
            return
        if self.is_linked and status.linked:
            self.linked.state.show_status(status, self._now)
        self.reload()

    # --- connecting and leaving ---

    def _link(self, request: "LinkRequest") -> None:
        self.unlinked.form.begin()
        self._ask(partial(work.link, request=request), self._on_linked, self._on_not_linked)

    def _on_linked(self, outcome: Any) -> None:
        self.unlinked.form.end()
        self.unlinked.form.password.clear()
        self.unlinked.form.code.clear()
        self._has_asked = False
        if outcome.value.needs_reopening:
            # The store belongs to the account now: everything goes on with that.
            self.shell.restart_wanted.emit()
            return
        self.shell.syncing.relinked()
        self.shell.toast(self.tr("Connected to {server}").format(server=outcome.value.server))
        self.reload()

    def _on_not_linked(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self.unlinked.form.end()
            self.shell.say_error(error)
            return
        self.unlinked.form.show_failure(str(error), str(getattr(error, "reason", "")))

    def _sign_in(self) -> None:
        """Signing in anew is connecting anew; what waits here waits on."""
        status = self.shell.syncing.status
        if status is not None:
            self.unlinked.form.ask_again(status.server, status.account)
        self._stack.setCurrentWidget(self._of_unlinked)
        self.unlinked.form.password.setFocus()

    def _leave(self) -> None:
        self._ask(work.unlink, self._on_left, self._on_failed)

    def _on_left(self, outcome: Any) -> None:
        self.linked.calm_down()
        self.shell.syncing.relinked()
        self.reload()
        told = self.tr("Everything is still here. The server takes nothing from this device any more.")
        alone = self.tr("Everything is still here. The server could not be told; take this device out there, too.")
        self.shell.toast(told if outcome.value.told_server else alone, seconds=10)

    # --- what waits ---

    def _sync_now(self, _done: object = None) -> None:
        self.shell.syncing.sync_now()

    def _look(self, _done: object = None) -> None:
        self.shell.syncing.look()
        self.reload()

    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export what waits"), str(Path.home() / "stintbook-waiting.json"), "JSON (*.json)"
        )
        if chosen:
            said = self.tr("Saved as {path}").format(path=chosen)
            self.shell.jobs.upkeep(
                partial(work.export, path=Path(chosen)), owner=self, on_done=lambda _: self.shell.toast(said),
                on_error=self.shell.say_error,
            )  # fmt: skip

    def _shift(self, ids: tuple[str, ...], seconds: int) -> None:
        said = self.tr("%n entry(s) moved", "", len(ids)).replace("entry(s)", "entry" if len(ids) == 1 else "entries")
        self._write(partial(work.shift, ids=ids, seconds=seconds), lambda _: self._on_shifted(said))

    def _on_shifted(self, said: str) -> None:
        self.shell.toast_undoable(said)
        self._look()

    # --- devices ---

    def _ask_devices(self) -> None:
        self._ask(work.devices, self._on_devices, self._on_no_devices)

    def _on_devices(self, devices: "tuple[Device, ...]") -> None:
        self._devices = devices
        self.linked.devices.show_devices(devices, self._now)

    def _on_no_devices(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.linked.devices.show_note(str(error))
        else:
            self.shell.say_error(error)

    def _rename(self, device: str, name: str) -> None:
        self._ask(partial(work.rename, device=device, name=name), lambda _: self._ask_devices(), self._on_failed)

    def _revoke(self, device: str) -> None:
        said = self.tr("It takes no more part; what is on it stays on it.")
        self._ask(partial(work.revoke, device=device), lambda _: self._on_revoked(said), self._on_failed)

    def _on_revoked(self, said: str) -> None:
        self.shell.toast(said)
        self._ask_devices()

    def _pair(self) -> None:
        self._ask(work.pair, self._on_code, self._on_failed)

    def _on_code(self, code: "PairingCode") -> None:
        self.linked.devices.show_code(code, self._now)

    # --- comparing ---

    def _verify(self) -> None:
        self.linked.show_checking()
        self._ask(work.verify, self._on_verified, self._on_not_verified)

    def _on_verified(self, found: "Verification") -> None:
        self.linked.show_verification(found)
        self.linked.verify_button.setFocus()

    def _on_not_verified(self, error: Exception) -> None:
        self.linked.show_verification(None)
        self.shell.say_error(error)

    # --- lanes ---

    def _ask(self, job: Any, on_done: Any, on_error: Any) -> None:
        self.shell.jobs.ask(job, owner=self, on_done=on_done, on_error=on_error)

    def _write(self, job: Any, on_done: Any) -> None:
        self.shell.jobs.submit(job, owner=self, on_done=on_done, on_error=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.shell.say_error(error)
        self.linked.calm_down()
        self.reload()
