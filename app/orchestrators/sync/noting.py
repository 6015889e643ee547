"""What is kept of an exchange: how it ended, and what a person has to be told of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from app.orchestrators.sync.failing import reason_of
from app.orchestrators.sync.values import Reason, RoundSummary
from app.storage import clock_traces, sync_rounds
from app.storage.sync_rounds import NotedRound

if TYPE_CHECKING:
    from app.storage.context import Context
    from sync.client.failures import Failure

# A clock that is wrong by more than this makes times that are wrong to see.
DRIFT_MS = 120_000


def note(ctx: Context, done: RoundSummary, offset_ms: int | None) -> None:
    """Note how an exchange ended; ``offset_ms`` is what it learnt of the clock, None where the server was not reached."""
    failure = json.dumps(asdict(done.failure), ensure_ascii=False) if done.failure else ""
    row = NotedRound(done.at, done.seconds, done.received, done.sent, done.confirmed, done.set_aside, failure)
    with ctx.database.transaction() as connection:
        sync_rounds.note_round(connection, row)
        for notice in done.notices:
            sync_rounds.add_notice(connection, notice.code, notice.sentence)
        if offset_ms is not None and abs(offset_ms) <= DRIFT_MS:
            clock_traces.clock_is_right(connection)


def add_notice(ctx: Context, notice: Reason) -> None:
    """Keep something a person should read."""
    with ctx.database.transaction() as connection:
        sync_rounds.add_notice(connection, notice.code, notice.sentence)


def failure_from(text: str) -> Reason | None:
    """Read a failure as it was noted."""
    return Reason(**json.loads(text)) if text else None


def summary_of(row: NotedRound) -> RoundSummary:
    """Return a noted exchange as a summary."""
    return RoundSummary(
        row.at, row.seconds, row.received, row.sent, row.confirmed, row.set_aside, failure_from(row.failure)
    )


def note_failure(ctx: Context, failure: Failure, server: str) -> None:
    """Note an exchange that did not even begin."""
    note(ctx, RoundSummary(at=ctx.now(), failure=reason_of(failure, server)), None)
