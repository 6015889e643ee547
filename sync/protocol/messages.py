"""What two ends say to one another, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sync.protocol.change import Change, Value
from sync.protocol.version import NONE, Version

Role = Literal["owner", "admin", "member", "viewer"]

# The version of these messages. A server serves clients from two versions before its own to one after it.
PROTOCOL = 1
MAX_PUSH = 500
MAX_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a log: how far one has read, and the fingerprint of everything up to there.

    ``history`` names the log's incarnation, empty before the first contact; a restored server has the same one.
    """

    history: str = ""
    seq: int = 0
    chain: bytes = b""


@dataclass(frozen=True, slots=True)
class ScopeOffer:
    """A scope as ``hello`` lists it: one log, counter, cursor and permission.

    ``user`` is None for what the whole workspace shares. ``role`` is what this account may do in it.
    """

    scope: str
    workspace: str
    user: str | None
    history: str
    head: int
    role: Role

    @property
    def writable(self) -> bool:
        """Whether changes may be pushed."""
        return self.role != "viewer"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server takes at once: changes in a push, changes in a page, bytes of a body after decompression."""

    changes: int = MAX_PUSH
    page: int = MAX_PAGE
    body_bytes: int = 16 << 20


@dataclass(frozen=True, slots=True)
class Hello:
    """What a server says of itself and of what the asking device may follow. ``now_ms`` is its clock."""

    server: str
    now_ms: int
    oldest_protocol: int
    newest_protocol: int
    user: str
    device: str
    scopes: tuple[ScopeOffer, ...]
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Push:
    """Changes for a scope, oldest first, groups whole, by somebody who has read up to ``cursor``."""

    cursor: Cursor
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What became of a push: the place in the log of each change taken (or there before), why others were refused."""

    acks: Sequence[tuple[Version, int]]
    refused: Mapping[Version, str]
    head: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a log: the changes after the cursor asked with, up to ``next``, whose chain is ``chain``.

    Pages end on the borders of groups. Changes stand at consecutive places.
    """

    changes: Sequence[Change]
    next: int
    chain: bytes
    head: int


@dataclass(frozen=True, slots=True)
class ObjectState:
    """An entity as a server holds it: values, and the versions of them as ``sync.engine.stamps`` has them."""

    kind: str
    entity: bytes
    values: Mapping[str, Value]
    fields: Mapping[str, Version]
    seen: Mapping[str, Version] = field(default_factory=dict)
    deleted: Version = NONE


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """A part of a snapshot: objects in the order of (kind, id), and the place in the log it is at least as new as.

    Fuzzy and resumable: ``at`` is the cursor of the first page, handed back with each further question; pulling from
    there absorbs what changed meanwhile. ``after`` asks for the next page; None after the last.
    """

    objects: Sequence[ObjectState]
    at: Cursor
    after: str | None
