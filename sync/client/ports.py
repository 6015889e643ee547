"""What the rounds need from outside: a store to read from and write to, a server to talk to, and a clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Hello, ObjectPage, Page, Push, PushAnswer, ScopeOffer
from sync.protocol.version import Version

# new: nothing read yet. copying: taking the snapshot. following: reading the log; at its head, pushing. rereading: the
# server's history is another than the one read, so everything is read again before anything is pushed or offered.
# revoked: access was lost; the copy stays, nothing is pulled or pushed.
Phase = Literal["new", "copying", "following", "rereading", "revoked"]


@dataclass(frozen=True, slots=True)
class ScopeState:
    """What a store knows of one scope.

    ``cursor`` is how far the log was read. While ``copying``, ``copied_at`` is the cursor of the snapshot's first page
    and ``copied_after`` where to go on. After a snapshot ``backfill`` is the cursor with which the log before it is
    still read, up to ``copied_at`` (which stays as long); None when there is nothing (more) to fetch.
    """

    offer: ScopeOffer
    phase: Phase
    cursor: Cursor
    copied_at: Cursor | None = None
    copied_after: str | None = None
    backfill: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What a page did to a store: changes new to it, own ones confirmed, entities touched, unknown ones set aside."""

    new: int = 0
    confirmed: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many changes of a scope wait to be pushed, and how many a server refused and were set aside."""

    pending: int = 0
    quarantined: int = 0


class DigestSource(Protocol):
    """Something whose state can be compared with another's (see sync.engine.digest): a store, or a server."""

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        """Return the 256 buckets of every kind."""

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        """Return the digest of every entity of one bucket, by its id."""


class SyncStore(DigestSource, Protocol):
    """A device's copy. Every method is one transaction: wholly done or not at all, whenever the process dies."""

    def scopes(self) -> Sequence[ScopeState]:
        """Return the scopes that are followed."""

    def follow(self, offers: Iterable[ScopeOffer]) -> None:
        """Take over what a hello offered.

        New scopes begin, roles change, a scope that is not offered any more is ``revoked``, one offered again after
        that begins anew. What is pending in a scope stays pending whatever happens.
        """

    def holds_anything(self, scope: str) -> bool:
        """Return whether there are rows of this scope already (then it is read by its log, not by a snapshot)."""

    def receive(self, scope: str, page: Page, cursor: Cursor) -> Applied:
        """Merge a page of the log and move the cursor, in one transaction.

        A scope that was ``new`` is ``following`` after that. Changes held already (own or foreign) become confirmed, whatever their state was, the others are logged and
        merged, and the logical clock moves past all of them. Unknown kinds are parked. Running it twice changes nothing.

        Of one version a log can have several records (see sync.engine.partials). What is held becomes confirmed only by
        one that ``covers`` it: whoever holds more than the log goes on offering it. A record that says more than the one
        held takes its place; whatever was partial, on either side, is merged.
        """

    def receive_earlier(self, scope: str, page: Page, cursor: Cursor | None) -> Applied:
        """The same for the part of the log before a snapshot; moves ``backfill`` instead, None when it is complete.

        What the snapshot said and the log, read as a whole by then, does not, the server has lost since: it was restored
        to a place after that of the snapshot, which no cursor notices. It is logged as in ``reread``, to be offered.
        """

    def receive_objects(self, scope: str, page: ObjectPage) -> int:
        """Merge a part of a snapshot (``sync.engine.merge.join``) and note where to go on.

        With its last page the scope is ``following`` from the cursor of the first, with a backfill from the beginning.
        """

    def settle(self, scope: str) -> int:
        """At the head of the log: whatever was acknowledged and has not come back is pending again; returns how many.

        A scope that was ``new`` or ``rereading`` is ``following`` after that; the latter so offers everything the server
        lacks.
        """

    def reread(self, scope: str, history: str) -> None:
        """Begin to read a history from its beginning (``rereading``): nothing counts as confirmed any more.

        Everything confirmed is acknowledged from then on; what is pending or quarantined stays so. A snapshot or backfill
        under way ends, since the whole log is read now.

        What is known only from a snapshot, with no change logged, is logged as partial changes
        (``sync.engine.partials.partials``), to be offered as well.
        """

    def pending(self, scope: str, limit: int, after: Version | None = None) -> Sequence[Change]:
        """Return the oldest pending changes, ordered by (group, version), groups whole.

        At most ``limit``, but never less than one group when there is any. ``after`` leaves out the groups up to that.
        """

    def waiting(self, scope: str) -> Waiting:
        """Return how much waits and how much was set aside."""

    def acknowledge(self, scope: str, versions: Iterable[Version]) -> None:
        """Note that a server has taken changes: they wait for their return in a pull."""

    def quarantine(self, scope: str, refused: Mapping[Version, str]) -> None:
        """Set aside what a server refused, each with its reason; the other changes of their groups with them."""

    def learn_offset(self, offset_ms: int) -> None:
        """Note by how much the server's clock is ahead of this machine's; used for versions from now on."""


class Transport(DigestSource, Protocol):
    """A server. Every method may raise what ``sync.client.failures`` names, and nothing else.

    ``digest`` and ``digest_of`` ask the server for its own.
    """

    def hello(self) -> Hello:
        """Ask who is there and what may be followed."""

    def push(self, scope: str, push: Push) -> PushAnswer:
        """Offer changes."""

    def pull(self, scope: str, cursor: Cursor, limit: int) -> Page:
        """Ask for the changes after a cursor."""

    def snapshot(self, scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        """Ask for a part of the state as it is now."""


class Clock(Protocol):
    """Where the rounds take the time from."""

    def now_ms(self) -> int:
        """Return the wall clock in Unix milliseconds."""

    def monotonic_ms(self) -> int:
        """Return a clock that only ever moves on, whatever is done to the wall clock."""
