"""The actions a person waits for: start and stop a timer, durable, beside one raw durable commit."""

import sqlite3

from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.benchmarks.floor import commit_one
from tests.benchmarks.measure import Measured, alternately

_ROUNDS = 61


def track(ctx: Context, floor: sqlite3.Connection, size: str) -> list[Measured]:
    """Start and stop a timer, alternating with a raw commit of one row on the same disk."""
    with reading(ctx) as read:
        project = read.projects.all()[0].id
    started, stopped, least = alternately(
        lambda: start_timer(ctx, description="a timer", project=project),  # type: ignore[arg-type]
        lambda: stop_timer(ctx),
        lambda: commit_one(floor),
        rounds=_ROUNDS,
    )
    return [
        Measured("start a timer", size, started, least, budget=1.5),
        Measured("stop a timer", size, stopped, least, budget=1.5),
    ]
