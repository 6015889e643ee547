"""A disk that is full: what a person does is kept, in order, and saved when there is room."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.orchestrators.tags.tags import create_tag, list_tags
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.storage.context import Context
from app.storage.failures import DiskFull
from app.ui.jobs import Jobs
from tests.support.desk import Desk
from tests.support.store import MORNING, clock_of, make_context

# Longer than what is free in the pages there are.
LONG = "review " * 6_000


def fill(ctx: Context) -> None:
    """Leave the file no page more than it has."""
    writer = ctx.database._writer
    writer.execute(f"PRAGMA max_page_count = {writer.execute('PRAGMA page_count').fetchone()[0]}")


def make_room(ctx: Context) -> None:
    ctx.database._writer.execute("PRAGMA max_page_count = 1000000")


@pytest.fixture
def jobs(qtbot: QtBot, tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(lambda: make_context(tmp_path / "stintbook.db"))
    yield made
    made.close()


def in_lane(qtbot: QtBot, jobs: Jobs, work: Any) -> Any:
    answers: list[Any] = []
    jobs.submit(work, owner=None, on_done=answers.append, is_kept=False)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def tag_long(name: str, ctx: Context) -> Any:
    start_timer(ctx, description=LONG)
    return create_tag(ctx, name=name)


def test_what_finds_the_disk_full_is_done_in_order_when_there_is_room(qtbot: QtBot, jobs: Jobs) -> None:
    in_lane(qtbot, jobs, fill)
    answers: list[str] = []
    told: list[object] = []
    jobs.wrote.connect(told.append)
    for name in ("first", "second"):
        jobs.submit(
            partial(start_timer, description=f"{name} {LONG}"),
            owner=None, on_done=lambda outcome: answers.append(outcome.value.description.split()[0]),
        )  # fmt: skip
    # A tag would find room in the pages there are, but it was made after the timers.
    jobs.submit(lambda ctx: create_tag(ctx, name="bug"), owner=None, on_done=lambda _: answers.append("tag"))
    qtbot.waitUntil(lambda: jobs.kept == 3)
    jobs.retry()
    assert in_lane(qtbot, jobs, list_tags) == []
    assert (answers, told) == ([], [])

    in_lane(qtbot, jobs, make_room)
    jobs.retry()

    qtbot.waitUntil(lambda: jobs.kept == 0)
    assert answers == ["first", "second", "tag"]
    assert len(told) == 3
    assert not jobs._retry.isActive()


def test_it_is_tried_again_by_itself_and_counts_from_when_it_was_done(qtbot: QtBot, jobs: Jobs) -> None:
    in_lane(qtbot, jobs, fill)
    started: list[Any] = []
    jobs.submit(partial(start_timer, description=LONG), owner=None, on_done=started.append)
    jobs.submit(stop_timer, owner=None, on_done=started.append)
    qtbot.waitUntil(lambda: jobs.kept == 2)
    assert jobs._retry.isActive()
    in_lane(qtbot, jobs, lambda ctx: clock_of(ctx).forward(600))
    jobs.submit(stop_timer, owner=None, on_error=started.append)
    in_lane(qtbot, jobs, make_room)

    jobs._retry.timeout.emit()

    qtbot.waitUntil(lambda: len(started) == 3)
    assert started[0].value.started_at == MORNING
    assert started[1].value.ended_at == MORNING
    assert getattr(started[2], "code", "") == "no_timer_running"


def test_what_is_not_to_be_kept_fails_with_its_sentence(qtbot: QtBot, jobs: Jobs) -> None:
    in_lane(qtbot, jobs, fill)
    failed: list[Exception] = []
    jobs.submit(partial(start_timer, description=LONG), owner=None, on_error=failed.append, is_kept=False)

    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], DiskFull)
    assert jobs.kept == 0


def test_what_is_kept_is_done_even_if_nobody_waits_for_the_answer_any_more(qtbot: QtBot, jobs: Jobs) -> None:
    in_lane(qtbot, jobs, fill)
    owner = QObject()
    answers: list[object] = []
    jobs.submit(partial(start_timer, description=LONG), owner=owner, on_done=answers.append)
    qtbot.waitUntil(lambda: jobs.kept == 1)
    del owner
    in_lane(qtbot, jobs, make_room)
    jobs.retry()

    qtbot.waitUntil(lambda: jobs.kept == 0)
    assert in_lane(qtbot, jobs, status).running.description == LONG.strip()
    assert answers == []


def test_the_last_thing_before_the_end_is_to_try_again(qtbot: QtBot, tmp_path: Path) -> None:
    jobs = Jobs(lambda: make_context(tmp_path / "stintbook.db"))
    in_lane(qtbot, jobs, fill)
    jobs.submit(partial(tag_long, "bug"), owner=None)
    qtbot.waitUntil(lambda: jobs.kept == 1)
    in_lane(qtbot, jobs, make_room)

    jobs.close()

    ctx = make_context(tmp_path / "stintbook.db")
    assert [row.tag.name for row in list_tags(ctx)] == ["bug"]
    ctx.database.close()


def test_the_window_says_what_is_kept_and_asks_before_it_is_lost(at_desk: Desk) -> None:
    notice = at_desk.window.kept
    do = partial(in_lane, at_desk.qtbot, at_desk.jobs)
    do(fill)
    at_desk.window.tracking.do(partial(start_timer, description=LONG))
    at_desk.sees(notice.isVisible)
    assert notice.words.text() == ("The disk is full. What you did is kept and will be saved as soon as there is room.")
    assert not notice.quit_button.isVisible()
    assert at_desk.said == ""
    at_desk.window.tracking.stop()
    at_desk.sees(lambda: "The last 2 things you did" in notice.words.text())

    assert not at_desk.window.close()
    assert "2 things you did are not saved" in notice.words.text()
    assert notice.quit_button.isVisible()
    notice.retry_button.click()
    do(status)
    assert at_desk.jobs.kept == 2

    do(make_room)
    notice.retry_button.click()
    at_desk.sees(lambda: not notice.isVisible())
    assert at_desk.run(status).running is None
    at_desk.sees(lambda: at_desk.said.startswith("Stopped"))


def test_quitting_all_the_same_loses_what_there_is_no_room_for(at_desk: Desk) -> None:
    in_lane(at_desk.qtbot, at_desk.jobs, fill)
    at_desk.window.tracking.do(partial(start_timer, description=LONG))
    at_desk.sees(lambda: at_desk.jobs.kept == 1)
    assert not at_desk.window.close()
    assert at_desk.window.kept.words.text().startswith("One thing you did is not saved")

    at_desk.window.kept.quit_button.click()

    assert not at_desk.window.isVisible()
