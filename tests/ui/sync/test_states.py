"""What the sync page and the status line say in each state; every state has a shape and words of its own."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.sync.values import (
    Reason,
    RoundSummary,
    SyncState,
    SyncStatus,
)
from app.orchestrators.time_tracking.entries import add_entry
from app.ui.status_line import StatusLine
from app.ui.sync.page import SyncPage
from app.ui.sync.words import ICONS, ago, headline, kind_name, round_line, shift_words, short
from tests.support.looking import status, texts
from tests.support.pages import Stage
from tests.support.store import MORNING

NOW = MORNING
HOUR = 3600


STATES = [
    (status(SyncState.OFF), "Only on this device"),
    (status(SyncState.SYNCED, last_synced_at=NOW - 120), "Synced 2 min ago"),
    (status(SyncState.SYNCED), "Synced"),
    (status(SyncState.WAITING, waiting=3), "3 waiting"),
    (status(SyncState.WAITING), "Waiting"),
    (status(SyncState.OFFLINE), "Offline"),
    (status(SyncState.OFFLINE, waiting=12), "Offline · 12 waiting"),
    (status(SyncState.SYNCING), "Syncing…"),
    (status(SyncState.ATTENTION), "Needs you"),
]


@pytest.mark.parametrize(("standing", "words"), STATES)
def test_status_line_says_how_it_stands(shown: Any, standing: SyncStatus, words: str) -> None:
    line = shown(StatusLine())

    line.show_sync(standing, NOW)

    assert line.sync.text().strip() == words
    assert line.sync.accessibleName() == f"Sync: {words}"
    assert line.sync.toolTip() == "That is how it is."
    assert not line.sync.icon().isNull()


def test_every_state_has_a_shape_of_its_own() -> None:
    assert len(set(ICONS.values())) == len(ICONS) == len(SyncState)


def test_minutes_pass_in_the_status_line(shown: Any) -> None:
    line = shown(StatusLine())
    line.tick_sync(NOW)
    assert line.sync.text() == ""
    line.show_sync(status(SyncState.SYNCED, last_synced_at=NOW - 120), NOW)

    line.tick_sync(NOW + HOUR)

    assert line.sync.text().strip() == "Synced 1 h ago"


def test_what_needs_somebody_stands_out_in_words_and_look(shown: Any) -> None:
    line = shown(StatusLine())

    line.show_sync(status(SyncState.ATTENTION), NOW)

    assert line.sync.property("tone") == "attention"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (0, "just now"),
        (-5, "just now"),
        (60, "1 min ago"),
        (7200, "2 h ago"),
        (90_000, "1 day ago"),
        (180_000, "2 days ago"),
    ],
)
def test_times_are_told_as_people_do(qtbot: QtBot, passed: int, words: str) -> None:
    assert ago(NOW - passed, NOW) == words


def test_never_is_said(qtbot: QtBot) -> None:
    assert ago(None, NOW) == "never"


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (status(SyncState.SYNCED), "Everything is synced"), (status(SyncState.WAITING, waiting=1), "1 change waiting to sync"),
        (status(SyncState.WAITING, waiting=3), "3 changes waiting to sync"),
        (status(SyncState.OFFLINE), "Offline: you can go on working"), (status(SyncState.ATTENTION), "Needs you"),
    ],
)  # fmt: skip
def test_the_page_begins_with_a_headline(qtbot: QtBot, standing: SyncStatus, words: str) -> None:
    assert headline(standing, NOW) == words
    assert short(standing, NOW)


def test_exchanges_say_what_they_brought(qtbot: QtBot) -> None:
    assert round_line(RoundSummary(NOW, received=2, sent=1, set_aside=1)) == "2 received, 1 sent, 1 set aside"
    assert round_line(RoundSummary(NOW)) == "Nothing new"
    assert round_line(RoundSummary(NOW, failure=Reason("offline", "No network."))) == "No network."
    assert (kind_name("time_entry"), kind_name("odd_kind")) == ("Entry", "Odd kind")


def test_shifting_says_how_many_and_by_how_much(qtbot: QtBot) -> None:
    assert shift_words(-3660, 7) == "Shift these 7 entries by −61 min"
    assert shift_words(120, 1) == "Shift this entry by +2 min"


def page_on(stage: Stage, qtbot: QtBot) -> SyncPage:
    page = SyncPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: page.is_settled)
    return page


def test_without_a_server_the_form_stands_there(stage: Stage, qtbot: QtBot) -> None:
    page = page_on(stage, qtbot)

    assert not page.is_linked
    assert "You need no server." in " ".join(texts(page))
    page.grab()


def test_entries_of_a_wrong_clock_are_moved_in_one_undo(stage: Stage, qtbot: QtBot) -> None:
    page = page_on(stage, qtbot)
    entry = stage.run(qtbot, add_entry, started_at=NOW - 2 * HOUR, ended_at=NOW - HOUR, description="fix")

    page.linked.state.shift_wanted.emit((entry.id,), -3600)

    qtbot.waitUntil(lambda: stage.toasts == ["1 entry moved"])
    assert stage.run(qtbot, undo).code == "shift_entries"


def test_signing_in_again_asks_for_the_password_only(stage: Stage, qtbot: QtBot) -> None:
    page = page_on(stage, qtbot)
    stage.shell.syncing.status = status(SyncState.ATTENTION)

    page.linked.state.sign_in_wanted.emit()

    assert (page.unlinked.form.server.text(), page.unlinked.form.email.text()) == ("https://sync.example", "kim@x")


def test_what_cannot_be_done_is_said(stage: Stage, qtbot: QtBot) -> None:
    page = page_on(stage, qtbot)

    page.linked.verify_wanted.emit()
    qtbot.waitUntil(lambda: len(stage.toasts) == 1)
    page.linked.queue.retry_wanted.emit("00")
    qtbot.waitUntil(lambda: len(stage.toasts) == 2)
    page.linked.devices.pair_wanted.emit()
    qtbot.waitUntil(lambda: len(stage.toasts) == 3)

    assert all("No server is linked" in said for said in stage.toasts)


def test_what_waits_is_written_to_a_file_only_where_one_was_chosen(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = page_on(stage, qtbot)
    for chosen in ("", str(tmp_path / "waiting.json")):
        monkeypatch.setattr("app.ui.sync.page.QFileDialog.getSaveFileName", lambda *_, chosen=chosen: (chosen, ""))
        page.linked.queue.export_wanted.emit()

    qtbot.waitUntil(lambda: len(stage.toasts) == 1)
    assert "No server is linked" in stage.toasts[0]


def test_a_bad_address_is_said(stage: Stage, qtbot: QtBot) -> None:
    page = page_on(stage, qtbot)
    form = page.unlinked.form
    form.server.setText("no address at all://")
    form.email.setText("kim@x")
    form.password.setText("secret")

    form.submit()

    qtbot.waitUntil(form.connect_button.isEnabled)
    assert form.busy.note or form.fields["server"].note
