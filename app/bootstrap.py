"""The composition root: the only module that knows every room and puts them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.system.paths import Paths, find_paths, make_private

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.storage.context import Context
    from app.system.clock import SystemIds
    from app.system.config import Config


def open_context(data_dir: str | None = None) -> Context:
    """Open the store of a data directory, making it on the first start.

    Raises:
        EnvironmentFailed: the folder or the file cannot be used; the sentence says what is safe.
    """
    from app.domain.ids import UserId
    from app.storage.context import Context
    from app.storage.opening import open_store
    from app.system.clock import SystemClock, SystemIds
    from app.system.zone import local_zone

    paths = find_paths(data_dir)
    ids = SystemIds()
    config = prepare(paths, ids)
    clock = SystemClock()
    device, user = config.get("device"), config.get("user")
    opened = open_store(paths.database, backups=paths.backups, device=device, user=user, now=clock.now())
    notices = (*opened.notices, *((config.notice,) if config.notice else ()))
    return Context(opened.database, clock, ids, UserId(opened.user), local_zone(), notices)


def prepare(paths: Paths, ids: SystemIds) -> Config:
    """Make the data directory and this device's identity if they are not there yet.

    Raises:
        EnvironmentFailed: the folder cannot be made or written.
    """
    from app.domain.errors import EnvironmentFailed
    from app.system.config import Config

    try:
        make_private(paths.data)
        config = Config(paths.config)
        if not config.get("device"):
            config.put(device=ids.new_id(), user=ids.new_id())
    except OSError as error:
        raise EnvironmentFailed(
            f"Stintbook cannot write to “{paths.data}”: {error.strerror}. Choose another folder with --data-dir.",
            path=str(paths.data),
        ) from error
    return config


def run_cli(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code."""
    from app.cli import run

    return run(arguments, open_context, run_window)


def run_window(data_dir: str | None = None) -> int:
    """Open the window; returns the exit code when it is closed."""
    import gc

    # Opening makes little that is let go again; looking for it took a twelfth of the time. Off until the window stands.
    gc.disable()
    try:
        from app.ui.application import run

        return run(open_context, find_paths(data_dir))
    finally:
        gc.enable()
