"""What the devices of the account are called, as last heard: a conflict says who wrote it, also while offline."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.storage.meta import read_meta, write_meta

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_KEY = "device_names"


def device_names(read: Repositories) -> dict[str, str]:
    """Return the names by device id, as 32 hex digits."""
    return dict(json.loads(str(read.session.meta.get(_KEY) or "{}")))


def remember_device_names(ctx: Context, names: Mapping[str, str]) -> None:
    """Keep what the devices are called; ids may be written with or without dashes."""
    text = json.dumps({device.replace("-", ""): name for device, name in sorted(names.items())})
    with ctx.database.transaction() as connection:
        if read_meta(connection, _KEY) != text:
            write_meta(connection, _KEY, text)
