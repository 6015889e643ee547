"""Which copy a file is: a token in it, mirrored outside, by which a restored or copied file is noticed.

::

    file: token ──renewed at each session──> token'       a backup put back, or a copy on another computer,
    mirror: token ─────────────────────────> token'       has a token that is not in the mirror

Versions stay unique whatever is restored, so nothing is lost without it. But two copies under one device's name could
not be told apart by people, so such a copy takes a name of its own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.storage.clock_traces import clock_is_right
from app.storage.meta import read_meta, write_several_meta
from app.system.paths import make_private

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.context import Context

_TOKEN, _MIRRORED, _COPIED = "replica", "replica_mirrored", "replica_copied"
_FILE = "replica.json"


def begin_session(ctx: Context, folder: Path) -> bool:
    """Renew the token; returns whether this file was restored or copied since its last session.

    That stays so until ``take_device`` gives it a name of its own. ``folder`` must not be part of what is backed up.

    Raises:
        OSError: the mirror cannot be written.
    """
    with ctx.database.reading() as connection:
        token, mirrored, copied = (read_meta(connection, key) for key in (_TOKEN, _MIRRORED, _COPIED))
    another = bool(copied) or (bool(mirrored) and token not in _mirror(folder))
    fresh = f"{ctx.ids.random64():016x}{ctx.ids.random64():016x}"
    # Both stand in the mirror while the file may have either: a crash in between is no restored file.
    _write_mirror(folder, [str(token), fresh])
    with ctx.database.transaction() as connection:
        write_several_meta(connection, {_TOKEN: fresh, _MIRRORED: 1, _COPIED: int(another)})
        if another and not copied:
            # What it holds may have been recorded by another computer's clock.
            clock_is_right(connection)
    _write_mirror(folder, [fresh])
    return another


def take_device(ctx: Context, device: str) -> None:
    """Let this file be another device's from now on."""
    with ctx.database.transaction() as connection:
        write_several_meta(connection, {"device": device, _COPIED: 0})


def token_of(ctx: Context) -> str:
    """Return the token, which is another one as soon as the file was put back."""
    with ctx.database.reading() as connection:
        return str(read_meta(connection, _TOKEN))


def device_of(ctx: Context) -> str:
    """Return the device under whose name this file writes."""
    with ctx.database.reading() as connection:
        return str(read_meta(connection, "device"))


def _mirror(folder: Path) -> list[str]:
    try:
        found = json.loads((folder / _FILE).read_text())
    except (OSError, ValueError):
        return []
    return found if isinstance(found, list) else []


def _write_mirror(folder: Path, tokens: list[str]) -> None:
    make_private(folder)
    unfinished = folder / f".{_FILE}"
    unfinished.write_text(json.dumps(tokens))
    unfinished.replace(folder / _FILE)
