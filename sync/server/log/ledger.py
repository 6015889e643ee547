"""The ledger: takes a push into the log of a scope, once and in order, and finds the conflicts it makes.

Pure over a ``ScopeTransaction``: one scope, locked. No clock and no randomness, so the same pushes give the same log on
every kind of store. ::

    check_lineage --> admit: groups whole, duplicates, forgeries --> fold, group by group --> conflicts --> append, put
                      (refused groups stay out, the others flow)

The version of a change is all that is needed to take it once: a push that is repeated, delayed or half answered is
answered with the places its changes already have.
"""

from collections.abc import Sequence
from typing import Protocol

from sync.engine.conflict_records import Author
from sync.engine.lineage import link
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Limits, Push, PushAnswer
from sync.server.log.admission import Admitted, admit
from sync.server.log.folding import Folding
from sync.server.log.ports import Logged, ScopeTransaction


class Diverged(Exception):
    """The cursor of a client is no place in this log: one of the two was restored. ``history`` is the log's name."""

    def __init__(self, history: str) -> None:
        super().__init__("the cursor is of another history")
        self.history = history


class TooMany(Exception):
    """More changes in a push than are taken at once."""


class Lineage(Protocol):
    """The part of a log that tells whether a cursor belongs to it."""

    history: str

    def chain_at(self, seq: int) -> bytes | None:
        """Return the chain at a place of the log, None beyond its end; empty at 0."""


def push(tx: ScopeTransaction, push: Push, brought_by: Author, limits: Limits | None = None) -> PushAnswer:
    """Take what is new of a push, refuse what cannot be taken, and say what became of each change.

    Raises:
        Diverged: the cursor is of another history; nothing was taken.
        TooMany: more changes than the limits allow; nothing was taken.
    """
    if len(push.changes) > (limits or Limits()).changes:
        raise TooMany
    check_lineage(tx, push.cursor)
    admitted = admit(tx, push.changes, brought_by)
    seqs = _append(tx, admitted)
    acks = [(change.version, seqs[change.version]) for group in admitted.fresh for change in group]
    return PushAnswer([*admitted.there, *acks], admitted.refused, tx.head)


def check_lineage(log: Lineage, cursor: Cursor) -> None:
    """Make sure that a cursor is a place in this log: the same history up to there.

    Raises:
        Diverged: it is not.
    """
    other = cursor.history not in ("", log.history)
    if other or log.chain_at(cursor.seq) != cursor.chain:
        raise Diverged(log.history)


def page_end(changes: Sequence[Change], limit: int, most_bytes: int = 0, sizes: Sequence[int] = ()) -> int:
    """Return how many of the next changes of a log make a page: whole groups, at most ``limit``, never less than one.

    ``changes`` begin on the border of a group; give at least MAX_GROUP of them, or all there are. With ``sizes`` of
    the changes in bytes the page also ends before ``most_bytes``.
    """
    end = taken = 0
    while end < len(changes):
        following = end + changes[end].group_size
        taken += sum(sizes[end:following])
        if end and (following > min(limit, len(changes)) or taken > most_bytes > 0):
            break
        end = following
    return min(end, len(changes))


def _append(tx: ScopeTransaction, admitted: Admitted) -> dict[bytes, int]:
    """Write the fresh groups and the conflicts they make; return the place of each."""
    if not admitted.fresh:
        return {}
    folding = Folding(tx, admitted.fresh)
    seq, chain = tx.head, tx.chain
    logged: list[Logged] = []
    seqs: dict[bytes, int] = {}
    for change in folding.log():
        seq, chain = seq + 1, link(chain, change)
        seqs[change.version] = seq
        logged.append(Logged(seq, change, chain))
    tx.append(logged)
    tx.put(folding.touched)
    return seqs
