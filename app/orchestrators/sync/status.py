"""How sync stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.failing import PASSING, sentence_of
from app.orchestrators.sync.link import Link, read_link
from app.orchestrators.sync.noting import DRIFT_MS, failure_from
from app.orchestrators.sync.values import ClockDrift, Reason, SyncState, SyncStatus
from app.orchestrators.workflow import workflow
from app.storage import clock_traces, followed, sync_queue, sync_rounds
from app.storage.meta import read_meta
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_OFF = SyncStatus(sentence="No server is linked. Everything is on this computer only.")


@workflow
def sync_status(ctx: Context) -> SyncStatus:
    """Return how sync stands by what is stored; asks no server. Whether a round is under way only the lane knows."""
    return status_of(ctx)


@workflow
def dismiss_notice(ctx: Context, code: str) -> None:
    """Note that somebody has read the notice with this code."""
    with ctx.database.transaction() as connection:
        sync_rounds.drop_notice(connection, code)


def status_of(ctx: Context) -> SyncStatus:
    """Return how sync stands by what is stored."""
    link = read_link(ctx)
    if link is None:
        return _OFF
    with reading(ctx) as read:
        connection = read.session.connection
        counts, standing = sync_queue.counts(connection), sync_rounds.standing(connection)
        drift = _drift(read)
        failure = failure_from(standing.failure)
        needs = (*_of_failure(failure), *_of_scopes(read, link), *_of_queue(counts.set_aside, link), *_of_clock(drift))
        state = _state(needs, failure, counts.waiting, standing.synced_at)
        return SyncStatus(
            state=state,
            sentence=_sentence(state, needs, failure, counts.waiting, link),
            server=link.server,
            account=link.account,
            user=link.user,
            device=link.device,
            waiting=counts.waiting,
            waiting_since=counts.since,
            set_aside=counts.set_aside,
            conflicts=read.conflicts.count_open(),
            last_synced_at=standing.synced_at,
            needs=needs,
            notices=tuple(Reason(*notice) for notice in sync_rounds.notices(connection).items()),
            clock=drift,
        )


def _state(needs: tuple[Reason, ...], failure: Reason | None, waiting: int, synced_at: int | None) -> SyncState:
    if needs:
        return SyncState.ATTENTION
    if failure is not None:
        return SyncState.OFFLINE
    return SyncState.WAITING if waiting or synced_at is None else SyncState.SYNCED


def _sentence(state: SyncState, needs: tuple[Reason, ...], failure: Reason | None, waiting: int, link: Link) -> str:
    if state is SyncState.ATTENTION:
        return needs[0].sentence
    if failure is not None:
        return failure.sentence
    if waiting:
        return f"{_changes(waiting)} to be handed to “{link.server}”."
    if state is SyncState.WAITING:
        return f"Nothing was exchanged with “{link.server}” yet."
    return f"“{link.server}” has everything that was recorded here."


def _of_failure(failure: Reason | None) -> tuple[Reason, ...]:
    return () if failure is None or failure.code in PASSING else (failure,)


def _of_scopes(read: Repositories, link: Link) -> tuple[Reason, ...]:
    states = followed.all_states(read.session.connection)
    lost = any(state.phase == "revoked" for state in states)
    return (sentence_of("access_lost", link.server),) if lost else ()


def _of_queue(set_aside: int, link: Link) -> tuple[Reason, ...]:
    if not set_aside:
        return ()
    sentence = (
        f"{_changes(set_aside, 'is', 'are')} set aside and not on “{link.server}”; everything else goes on. They stay"
        " here: look at them in the queue, mend them or try again."
    )
    return (Reason("set_aside", sentence),)


def _of_clock(drift: ClockDrift | None) -> tuple[Reason, ...]:
    if drift is None:
        return ()
    minutes = round(abs(drift.offset_ms) / 60_000)
    direction = "behind" if drift.offset_ms > 0 else "ahead"
    sentence = (
        f"The clock of this computer is {_minutes(minutes)} {direction}. Set it right; what you recorded is safe."
    )
    if drift.entries:
        count = len(drift.entries)
        things = "entry whose times come" if count == 1 else "entries whose times come"
        sentence += f" {count} {things} from it can be moved by {drift.shift_s // 60:+d} min."
    return (Reason("clock", sentence),)


def _drift(read: Repositories) -> ClockDrift | None:
    offset_ms = int(read_meta(read.session.connection, "clock_offset_ms") or 0)
    if abs(offset_ms) <= DRIFT_MS:
        return None
    found = clock_traces.taken_from_the_clock(read.session.connection, read.session.context.now())
    here = read.time_entries.by_ids(found)
    return ClockDrift(offset_ms, tuple(id_ for id_ in found if id_ in here))


def _minutes(count: int) -> str:
    if count < 120:
        return f"{count} min"
    return f"{count / 60:.0f} hours" if count < 2 * 1440 else f"{count / 1440:.0f} days"


def _changes(count: int, one: str = "waits", many: str = "wait") -> str:
    return f"1 change {one}" if count == 1 else f"{count} changes {many}"
