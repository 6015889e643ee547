"""What the sync workflows answer with, and what they are asked with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SyncState(StrEnum):
    """How things stand, in one word; the most important one first."""

    OFF = "off"
    """No server is linked."""
    ATTENTION = "attention"
    """Somebody has to do something; ``SyncStatus.needs`` says what. Everything recorded is safe here."""
    SYNCING = "syncing"
    """A round is under way."""
    OFFLINE = "offline"
    """The server cannot be reached just now. No error: what is recorded waits."""
    WAITING = "waiting"
    """Something recorded here is not on the server yet."""
    SYNCED = "synced"
    """The server holds everything that was recorded here."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Something a person has to know, as one or two sentences: what it is, what it means for the data, what to do.

    ``code`` is stable, for a window that offers a button beside it: ``sign_in``, ``upgrade``, ``untrusted``,
    ``not_a_server``, ``server_fault``, ``nonsense``, ``throttled``, ``offline``, ``too_large``, ``busy``, ``disk``,
    ``set_aside``, ``access_lost``, ``read_only``, ``clock``, ``server_restored``, ``new_device``, ``no_keychain``.
    """

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ClockDrift:
    """The clock of this computer differs by more than two minutes from the server's.

    ``offset_ms`` is what has to be added to this clock. ``entries`` are the ids of the entries whose times were taken
    from the wrong clock; ``shift_s`` moves them to where they belong (``shift_entries``).
    """

    offset_ms: int
    entries: tuple[str, ...] = ()

    @property
    def shift_s(self) -> int:
        """By how many seconds these entries are to be moved: whole minutes, as a person would."""
        return round(self.offset_ms / 60_000) * 60


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How sync stands. Instants are Unix seconds.

    ``waiting`` counts changes that are not on the server yet, ``waiting_since`` is when the oldest of them was made.
    ``conflicts`` counts what two devices said differently and nobody has decided yet (see Review).
    ``needs`` are what somebody has to do, ``notices`` what somebody should have read once (``dismiss_notice``).
    ``sentence`` says all of it in one line.
    """

    state: SyncState = SyncState.OFF
    sentence: str = ""
    server: str = ""
    account: str = ""
    user: str = ""
    device: str = ""
    waiting: int = 0
    waiting_since: int | None = None
    set_aside: int = 0
    conflicts: int = 0
    last_synced_at: int | None = None
    next_try_at: int | None = None
    needs: tuple[Reason, ...] = ()
    notices: tuple[Reason, ...] = ()
    clock: ClockDrift | None = None

    @property
    def linked(self) -> bool:
        """Whether there is a server."""
        return self.state is not SyncState.OFF

    @property
    def clock_offset_ms(self) -> int:
        """What has to be added to this computer's clock, 0 where it is right."""
        return self.clock.offset_ms if self.clock else 0


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One change that is not on the server: what it is, since when it waits (Unix seconds) and why.

    ``version`` names it for ``retry`` and ``set_aside``. ``action`` is what was done (``start_timer``), ``name`` what
    the thing is called. ``is_set_aside``: the server refused it, or somebody put it aside; ``why`` is a sentence.
    """

    version: str
    kind: str
    entity: str
    action: str
    name: str
    since: int
    why: str
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """A device of the account. Instants are Unix seconds; ``is_this`` is the one asked from."""

    id: str
    name: str
    added_at: int | None = None
    seen_at: int | None = None
    is_this: bool = False
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class PairingCode:
    """A one-time code that lets another device in; ``expires_at`` in Unix seconds."""

    code: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One exchange with the server: when it began (Unix seconds), how long it took, what it brought.

    ``failure`` is empty for one that went well.
    """

    at: int
    seconds: float = 0.0
    received: int = 0
    sent: int = 0
    confirmed: int = 0
    set_aside: int = 0
    failure: Reason | None = None
    notices: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not the same on both sides; ``here`` and ``there`` say on which it is at all."""

    kind: str
    entity: str
    name: str
    here: bool
    there: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether this device and the server hold the same; ``compared`` counts the things looked at.

    ``waiting`` changes are not on the server yet and so may be the whole difference.
    """

    identical: bool
    compared: int
    waiting: int
    differences: tuple[Difference, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """Which server, and who: an email with its password, or a code that another device shows.

    ``allow_plain`` permits plain http to another machine (also ``STINTBOOK_ALLOW_PLAIN_HTTP`` has to be set);
    ``ca_file`` names the certificate of an authority of one's own.
    """

    server: str
    email: str = ""
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    device_name: str = ""
    ca_file: Path | None = None
    allow_plain: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking did. ``needs_reopening``: the store now belongs to the account's user, so open it anew."""

    server: str
    account: str
    device: str
    device_name: str
    backup: Path | None
    needs_reopening: bool
    notices: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlinked:
    """What unlinking did: everything stays here; ``told_server``: the device's access was also taken back there."""

    server: str
    told_server: bool
    waiting: int
