"""Exchanging with the server once, in the foreground; and what the last exchanges brought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.outcome import Changes, Outcome
from app.orchestrators.sync.exchanging import Exchange, alone
from app.orchestrators.sync.failing import sync_failed
from app.orchestrators.sync.identity import Identity
from app.orchestrators.sync.link import require_link
from app.orchestrators.sync.noting import note_failure, summary_of
from app.orchestrators.workflow import workflow
from app.storage import sync_rounds
from sync.client.failures import Failure

if TYPE_CHECKING:
    from app.orchestrators.sync.values import RoundSummary
    from app.storage.context import Context

# An exchange that is never finished is given up; the next one goes on from where it stood.
_MOST_ROUNDS = 10_000


@workflow
def sync_now(ctx: Context) -> Outcome[RoundSummary]:
    """Exchange everything with the server now. Talks to the network; a window asks its lane instead.

    Raises:
        NotLinked: there is no server. SyncFailed: it came to nothing; the sentence says what it means for the data.
            SyncBusy: another Stintbook is exchanging for this data folder right now.
    """
    link = require_link(ctx)
    arrived: list[Changes] = []
    with alone(ctx):
        try:
            link = Identity(ctx).own(link)
            exchange = Exchange(ctx, link, told=arrived.append)
        except Failure as failure:
            note_failure(ctx, failure, link.server)
            raise sync_failed(failure, link.server) from failure
        try:
            summary = _all(exchange)
        except Failure as failure:
            raise sync_failed(failure, link.server) from failure
        finally:
            exchange.close()
    changes = Changes()
    for each in arrived:
        changes |= each
    return Outcome(summary, changes)


@workflow
def sync_history(ctx: Context, limit: int = 50) -> tuple[RoundSummary, ...]:
    """Return the exchanges that brought something or failed, newest first."""
    with ctx.database.reading() as connection:
        return tuple(summary_of(row) for row in sync_rounds.rounds(connection, limit))


def _all(exchange: Exchange) -> RoundSummary:
    """Exchange until nothing is left to do; return it as one."""
    done = exchange.run()
    summary = done.summary
    for _ in range(_MOST_ROUNDS):
        if not done.is_unfinished:
            break
        done = exchange.run()
        summary = replace(
            done.summary,
            at=summary.at,
            seconds=summary.seconds + done.summary.seconds,
            received=summary.received + done.summary.received,
            sent=summary.sent + done.summary.sent,
            notices=(*summary.notices, *done.summary.notices),
        )
    return summary
