"""What is not on the server yet: since when, why, and what can be done about one of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFailed, NotFound
from app.domain.outcome import Outcome
from app.orchestrators.sync.link import require_link
from app.orchestrators.sync.naming import names_of
from app.orchestrators.sync.values import QueueItem
from app.orchestrators.workflow import workflow
from app.storage import sync_queue
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.context import Context
    from app.storage.sync_queue import Queued


class FileNotWritten(EnvironmentFailed):
    """The file could not be written. Nothing was changed."""

    code = "file_not_written"


_WAITS = "It waits to be handed to the server."
_TAKEN = "The server has taken it; that is checked at the next exchange."
_REASONS = {
    sync_queue.BY_HAND: "You set it aside. Try again, and it goes with the others.",
    "malformed": "The server could not read it. Change it here once more, or try again after an update.",
    "group_incomplete": "The server got only a part of what belongs together. Try again.",
    "version_taken": "The server holds something else under the same number. Change it here once more.",
    "wrong_scope": "The server says that it belongs to somebody else. Ask whoever runs the workspace.",
    "too_large": "It is larger than the server takes. Make it smaller, such as a shorter description.",
}


@workflow
def queue(ctx: Context, limit: int = 500) -> tuple[QueueItem, ...]:
    """Return what is not on the server, what was set aside first, then oldest first.

    Raises:
        NotLinked: there is no server.
    """
    require_link(ctx)
    with reading(ctx) as read:
        found = sync_queue.listing(read.session.connection, limit)
        names = names_of(read, [(one.kind, one.entity) for one in found])
    return tuple(_item(one, names.get((one.kind, one.entity), "")) for one in found)


@workflow
def retry(ctx: Context, version: str) -> Outcome[int]:
    """Let what was set aside wait again, with the rest of its action; returns how many changes.

    Raises:
        NotLinked: there is no server. NotFound: this is not set aside (any more).
    """
    require_link(ctx)
    with ctx.database.transaction() as connection:
        count = sync_queue.let_go(connection, _version(version))
    if not count:
        raise NotFound("This is not set aside any more.", version=version)
    return Outcome(count)


@workflow
def set_aside(ctx: Context, version: str) -> Outcome[int]:
    """Hold something back, with the rest of its action, so that the others flow; returns how many changes.

    Raises:
        NotLinked: there is no server. NotFound: this is not waiting (any more).
    """
    require_link(ctx)
    with ctx.database.transaction() as connection:
        count = sync_queue.hold_back(connection, _version(version), ctx.now())
    if not count:
        raise NotFound("This is not waiting any more; the server has it.", version=version)
    return Outcome(count)


@workflow
def export_waiting(ctx: Context, path: Path) -> int:
    """Write what is not on the server to a JSON file; returns how many changes.

    Raises:
        NotLinked: there is no server. FileNotWritten: the file cannot be written.
    """
    from app.system.files import write_private
    from sync.protocol.change import to_wire

    link = require_link(ctx)
    with ctx.database.reading() as connection:
        records = [to_wire(change) for change in sync_queue.records(connection)]
    content = {"stintbook_waiting": 1, "server": link.server, "user": link.user, "changes": records}
    try:
        write_private(path, json.dumps(content, ensure_ascii=False, indent=1))
    except OSError as error:
        raise FileNotWritten(
            f"“{path}” could not be written: {error.strerror}. Nothing was changed; choose another place.",
            path=str(path),
        ) from error
    return len(records)


def _item(one: Queued, name: str) -> QueueItem:
    is_aside = one.reason is not None
    why = _TAKEN if one.is_acknowledged else _WAITS
    if one.reason is not None:
        why = _REASONS.get(one.reason, f"The server refused it ({one.reason}). Change it here once more, or try again.")
    return QueueItem(one.version, one.kind, one.entity, one.code, name or one.subject, one.at, why, is_aside)


def _version(text: str) -> str:
    """Return a version as typed, which has to be one.

    Raises:
        NotFound: it is none.
    """
    from sync.protocol.version import from_text

    try:
        if from_text(text):
            return text
    except ValueError:
        pass
    raise NotFound(f"“{text}” is nothing of the queue.", version=text)
