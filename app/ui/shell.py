"""What a page may ask of the window around it."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.outcome import Changes
from app.ui.changes import ChangeHub
from app.ui.jobs import Jobs
from app.ui.syncing import Syncing
from app.ui.theme.appearance import Appearance

if TYPE_CHECKING:
    from app.system.config import Config
    from app.system.paths import Paths

_log = logging.getLogger(__name__)


class Shell(QObject):
    """The services of one window: work lanes, changes, this device's settings, toasts, and the way to other pages."""

    toast_wanted = Signal(str, str, object, int)
    page_wanted = Signal(str, object)
    badge_wanted = Signal(str, int)
    import_wanted = Signal()
    restart_wanted = Signal()
    """Close the window, and open it anew."""
    undo_wanted = Signal(object)
    """The number of the action to take back; None for the newest."""

    def __init__(
        self,
        jobs: Jobs,
        appearance: Appearance,
        *,
        config: "Config | None" = None,
        paths: "Paths | None" = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.jobs, self.appearance, self.config, self.paths = jobs, appearance, config, paths
        self.hub = ChangeHub(self)
        self.syncing = Syncing(jobs, self.hub, self)
        self._last_action: int | None = None
        jobs.wrote.connect(self._on_wrote)

    def toast(
        self, text: str, action: str = "", on_action: Callable[[], None] | None = None, *, seconds: int = 6
    ) -> None:
        """Say what happened; with ``action`` a button that does something about it."""
        self.toast_wanted.emit(text, action, on_action, seconds)

    def toast_undoable(self, text: str) -> None:
        """Say what was just written, with a button that takes exactly that back, whatever is written meanwhile."""
        action = self._last_action
        self.toast(text, self.tr("Undo"), lambda: self.undo_wanted.emit(action))

    def say_error(self, error: Exception) -> None:
        """Show an error's own sentence, or a calm general one for a mistake of ours."""
        from app.domain.errors import AppError

        if isinstance(error, AppError):
            self.toast(str(error), seconds=10)
        else:
            self.log_mistake(error)
            self.toast(
                self.tr("That did not work, and it is our mistake. Your entries are safe. The log says what happened."),
                seconds=10,
            )

    def _on_wrote(self, changes: Changes) -> None:
        self._last_action = int(changes.action) if changes.action is not None else None
        self.hub.publish(changes)

    def log_mistake(self, error: BaseException) -> None:
        """Keep what a mistake of ours was, for the log."""
        _log.error("a mistake of ours", exc_info=error)

    def go(self, page: str, target: object = None) -> None:
        """Show a page; ``target`` is handed to its ``open_target``."""
        self.page_wanted.emit(page, target)

    def show_badge(self, page: str, count: int) -> None:
        """Show a count beside a page's name in the rail; none for zero."""
        self.badge_wanted.emit(page, count)

    def move_to(self, paths: "Paths") -> None:
        """Work in another data folder from now on, with the settings of the device that lie there."""
        from app.system.config import Config

        self.paths, self.config = paths, Config(paths.config)

    def device_setting(self, key: str, default: object = None) -> object:
        """Return a setting of this device."""
        return default if self.config is None else self.config.get(key, default)

    def put_device_setting(self, **values: object) -> None:
        """Keep settings of this device; a disk that refuses is not worth stopping work for."""
        if self.config is None:
            return
        try:
            self.config.put(**values)
        except OSError as error:
            self.toast(self.tr("This setting could not be saved on disk: {reason}").format(reason=error.strerror))
