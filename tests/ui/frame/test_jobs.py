import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.domain.entities.base import Kind
from app.domain.errors import EnvironmentFailed
from app.domain.outcome import Changes
from app.orchestrators.tags.tags import create_tag, list_tags
from app.storage.context import Context
from app.ui.changes import ChangeHub
from app.ui.jobs import Jobs
from tests.support.store import make_context


@pytest.fixture
def jobs(qtbot: QtBot, tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(lambda: make_context(tmp_path / "stintbook.db"))
    yield made
    made.close()


def test_writes_happen_in_the_order_they_were_submitted(jobs: Jobs, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(20):
        jobs.submit(partial(lambda number, _ctx: done.append(number), number), owner=None)

    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_what_was_written_is_told_before_the_answer(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[object] = []
    jobs.wrote.connect(told.append)
    jobs.submit(lambda ctx: create_tag(ctx, name="bug"), owner=None, on_done=lambda _: told.append("done"))

    qtbot.waitUntil(lambda: len(told) == 2)
    assert isinstance(told[0], Changes)
    assert told[0].touches(Kind.TAG)
    assert told[1] == "done"


def test_answers_come_on_the_thread_of_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    threads: list[Any] = []
    jobs.read(lambda _: threading.current_thread(), owner=None, on_done=threads.append)
    jobs.read(lambda _: None, owner=None, on_done=lambda _: threads.append(threading.current_thread()))

    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threading.main_thread() in threads
    assert any("stintbook-read" in thread.name for thread in threads)


def test_answer_for_somebody_gone_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    answers: list[object] = []
    owner = QObject()
    gate = threading.Event()
    jobs.submit(lambda _: gate.wait(5), owner=None)
    jobs.submit(lambda _: 1, owner=owner, on_done=answers.append)
    del owner
    gate.set()
    jobs.submit(lambda _: 2, owner=None, on_done=answers.append)

    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [2]


def test_error_reaches_who_asked_else_everybody(jobs: Jobs, qtbot: QtBot) -> None:
    mine: list[Exception] = []
    everybodys: list[Exception] = []
    jobs.failed.connect(everybodys.append)

    def fail(_ctx: Context) -> None:
        raise ValueError("no")

    jobs.submit(fail, owner=None, on_error=mine.append)
    jobs.upkeep(fail, owner=None)

    qtbot.waitUntil(lambda: bool(mine) and bool(everybodys))
    assert [str(error) for error in (*mine, *everybodys)] == ["no", "no"]


def test_store_that_does_not_open_is_said_once_and_can_be_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    attempts: list[int] = []

    def open_second_time() -> Context:
        attempts.append(1)
        if len(attempts) == 1:
            raise EnvironmentFailed("The folder is gone.")
        return make_context(tmp_path / "stintbook.db")

    jobs = Jobs(open_second_time)
    refused: list[Exception] = []
    others: list[Exception] = []
    found: list[object] = []
    jobs.failed.connect(others.append)
    jobs.open(refused.append)
    jobs.read(list_tags, owner=None, on_done=found.append)
    jobs.submit(list_tags, owner=None, on_done=found.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert found == []

    with qtbot.waitSignal(jobs.opened):
        jobs.open(refused.append)
    jobs.read(list_tags, owner=None, on_done=found.append)
    qtbot.waitUntil(lambda: bool(found))
    jobs.open()
    jobs.close()

    assert found == [[]]
    assert len(refused) == 1
    assert others == []
    assert len(attempts) == 2


def test_closing_finishes_what_was_submitted_and_takes_nothing_more(qtbot: QtBot, tmp_path: Path) -> None:
    jobs = Jobs(lambda: make_context(tmp_path / "stintbook.db"))
    done: list[str] = []
    jobs.submit(lambda _: done.append("first"), owner=None)
    jobs.outside(lambda: done.append("outside"), owner=None)

    jobs.close()
    jobs.close()
    jobs.submit(lambda _: done.append("late"), owner=None)
    jobs.upkeep(lambda _: done.append("late"), owner=None)
    jobs.outside(lambda: done.append("late"), owner=None)
    jobs.open()

    assert done == ["first", "outside"]


def test_hub_tells_once_a_turn(qtbot: QtBot) -> None:
    hub = ChangeHub()
    heard: list[Changes] = []
    hub.changed.connect(heard.append)
    hub.publish(Changes(frozenset({(Kind.TAG, "1")})))
    hub.publish(Changes(frozenset({(Kind.PROJECT, "2")})))
    hub.publish(Changes())

    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [Changes(frozenset({(Kind.TAG, "1"), (Kind.PROJECT, "2")}))]


def test_hub_says_nothing_about_nothing(qtbot: QtBot) -> None:
    hub = ChangeHub()
    heard: list[Changes] = []
    hub.changed.connect(heard.append)
    hub.publish(Changes())
    hub._turn.timeout.emit()

    assert heard == []
