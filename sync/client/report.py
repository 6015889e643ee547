"""What a round came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync.client.failures import Failure


@dataclass(frozen=True, slots=True)
class RoundReport:
    """One round, in numbers; what went wrong is part of it, since the rest went on.

    ``pulled`` counts changes that were new here, ``pushed`` those a server has taken (or had), ``conflicts`` those that
    were opened, ``pending`` and ``quarantined`` what is left of the queue, ``backfill`` how many changes of the time
    before this device are still to be read. ``failure`` ended the whole round, ``failures`` the part of one scope.
    ``unfinished``: there is more to do at once. ``server_ms`` is the server's clock, None when it was not reached.
    """

    pushed: int = 0
    pulled: int = 0
    pending: int = 0
    quarantined: int = 0
    conflicts: int = 0
    backfill: int = 0
    offset_ms: int = 0
    server_ms: int | None = None
    diverged: Sequence[str] = ()
    failures: Mapping[str, Failure] = field(default_factory=dict)
    failure: Failure | None = None
    unfinished: bool = False
    cancelled: bool = False


@dataclass(slots=True)
class Tally:
    """The counts of a round while it runs."""

    pushed: int = 0
    pulled: int = 0
    conflicts: int = 0
    diverged: list[str] = field(default_factory=list)
    failures: dict[str, Failure] = field(default_factory=dict)
    failure: Failure | None = None
    offset_ms: int = 0
    server_ms: int | None = None
    unfinished: bool = False
    cancelled: bool = False
