"""What the sync page and the status line say in each state; every state has a shape and words of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.sync.values import (
    ClockDrift,
    Device,
    Difference,
    PairingCode,
    QueueItem,
    Reason,
    RoundSummary,
    SyncState,
    SyncStatus,
    Verification,
)
from app.orchestrators.time_tracking.entries import add_entry
from app.ui.status_line import StatusLine
from app.ui.sync.connect_form import ConnectForm
from app.ui.sync.devices_card import DevicesCard
from app.ui.sync.linked import Linked
from app.ui.sync.page import SyncPage
from app.ui.sync.queue_card import QueueCard
from app.ui.sync.state_card import StateCard
from app.ui.sync.words import ICONS, ago, headline, kind_name, round_line, shift_words, short
from tests.support.pages import Stage
from tests.support.store import MORNING

NOW = MORNING
HOUR = 3600


def status(state: SyncState, **fields: Any) -> SyncStatus:
    given: dict[str, Any] = {"server": "https://sync.example", "account": "kim@x", "sentence": "That is how it is."}
    return SyncStatus(state, **given | fields)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], Any]:
    """Show a widget for a test."""

    def show(widget: QWidget) -> Any:
        qtbot.addWidget(widget)
        widget.resize(800, 500)
        widget.show()
        return widget

    return show


def settle() -> None:
    """Let what was added to a shown widget be shown, too."""
    QApplication.processEvents()


def texts(widget: QWidget) -> list[str]:
    settle()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def clicked(widget: QWidget, words: str) -> None:
    settle()
    next(b for b in widget.findChildren(QPushButton) if b.text() == words and b.isVisibleTo(widget)).click()


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


def test_what_has_to_be_known_stands_under_the_state_with_its_remedy(shown: Any) -> None:
    card = shown(StateCard())
    said: list[Any] = []
    card.sign_in_wanted.connect(lambda: said.append("sign in"))
    card.shift_wanted.connect(lambda ids, seconds: said.append((ids, seconds)))
    card.read_wanted.connect(said.append)
    card.sync_wanted.connect(lambda: said.append("sync"))

    card.show_status(
        status(
            SyncState.ATTENTION,
            needs=(
                Reason("sign_in", "Sign in again."),
                Reason("clock", "The clock is wrong."),
                Reason("disk", "Full."),
            ),
            notices=(Reason("server_restored", "The server was restored; your data is being offered again."),),
            clock=ClockDrift(-3_660_000, ("a", "b")),
        ),
        NOW,
    )

    assert "The server was restored; your data is being offered again." in texts(card)
    assert "kim@x · https://sync.example" in texts(card)
    for words in ("Sign in again", "Shift these 2 entries by −61 min", "Understood", "Sync now"):
        clicked(card, words)
    assert said == ["sign in", (("a", "b"), -3660), "server_restored", "sync"]
    card.grab()
    card.show_status(status(SyncState.SYNCING), NOW)
    assert not card.sync_button.isEnabled()
    assert card.remedies == []


def queue_item(number: int, **fields: Any) -> QueueItem:
    given: dict[str, Any] = {
        "kind": "time_entry",
        "entity": "e",
        "action": "start_timer",
        "name": "fix",
        "why": "Offline.",
    }
    return QueueItem(f"v{number}", since=NOW - 600, **given | fields)


def test_what_waits_says_what_since_when_and_why(shown: Any) -> None:
    card = shown(QueueCard())
    said: list[str] = []
    card.aside_wanted.connect(lambda version: said.append(f"aside {version}"))
    card.retry_wanted.connect(lambda version: said.append(f"retry {version}"))
    card.export_wanted.connect(lambda: said.append("export"))

    card.show_items([queue_item(0, is_set_aside=True, why="It is too large."), queue_item(1, name="")], NOW)

    assert texts(card) == [
        "Waiting to sync", "2", "Entry “fix”", "Start timer · 10 min ago\nIt is too large.", "Entry",
        "Start timer · 10 min ago\nOffline.",
    ]  # fmt: skip
    for words in ("Try again", "Set aside", "Export…"):
        clicked(card, words)
    assert said == ["retry v0", "aside v1", "export"]


def test_a_long_queue_shows_its_beginning(shown: Any) -> None:
    card = shown(QueueCard())
    card.show_items([queue_item(number) for number in range(30)], NOW)
    assert len(card.buttons) == 8

    clicked(card, "Show 22 more")

    assert len(card.buttons) == 30


def test_an_empty_queue_says_so(shown: Any) -> None:
    card = shown(QueueCard())

    card.show_items([], NOW)

    assert "Nothing waits" in texts(card)


def test_devices_are_listed_and_a_taken_out_one_can_do_nothing(shown: Any) -> None:
    card = shown(DevicesCard())
    card.show_note("The server cannot be reached.")
    assert texts(card) == ["The server cannot be reached."]

    card.show_devices(
        [
            Device("a", "Laptop", is_this=True, seen_at=NOW),
            Device("b", "Phone"),
            Device("c", "Tablet", is_revoked=True),
        ],
        NOW,
    )

    settle()
    this, phone, tablet = card.devices
    assert [row.revoke.isVisibleTo(card) for row in (this, phone, tablet)] == [False, True, False]
    assert not tablet.rename.isVisibleTo(card)
    assert "this device" in texts(this)
    assert "Last seen never" in texts(phone)


def test_leaving_the_name_as_it_was_renames_nothing(shown: Any) -> None:
    card = shown(DevicesCard())
    card.show_devices([Device("b", "Phone")], NOW)
    said: list[tuple[str, str]] = []
    card.rename_wanted.connect(lambda device, name: said.append((device, name)))
    row = card.devices[0]
    settle()

    row.edit()
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    row.edit()
    QTest.keyClicks(row.field, "Pocket")
    QTest.keyClick(row.field, Qt.Key.Key_Return)

    assert said == [("b", "Pocket")]
    assert row.name.isVisibleTo(card)


def test_a_pairing_code_is_shown_large_and_copied(shown: Any) -> None:
    card = shown(DevicesCard())
    card.show_devices([Device("a", "Laptop", is_this=True)], NOW)

    card.show_code(PairingCode("ABCD-EFGH", NOW + 600), NOW)
    card.copy_button.click()

    assert QApplication.clipboard().text() == "ABCD-EFGH"
    assert "Good once, for 10 min" in texts(card)


def test_a_comparison_names_what_differs(shown: Any) -> None:
    view = shown(Linked())
    view.show_checking()
    assert not view.verify_button.isEnabled()

    view.show_verification(
        Verification(
            identical=False, compared=3, waiting=0, differences=(
                Difference("project", "p", "Website", here=True, there=True),
                Difference("tag", "t", "", here=True, there=False), Difference("task", "s", "x", here=False, there=True),
            ),
            sentence="3 things were compared.",
        )
    )  # fmt: skip

    assert texts(view.check) == [
        "Not identical", "3 things were compared.", "Project “Website”", "differs", "Tag", "only on this device",
        "Task “x”", "only on the server",
    ]  # fmt: skip
    view.show_verification(
        Verification(identical=True, compared=3, waiting=0, differences=(), sentence="3 things were compared.")
    )
    assert texts(view.check)[0] == "Identical"


def test_the_last_exchanges_are_listed(shown: Any) -> None:
    view = shown(Linked())
    view.show_rounds((), "Europe/Berlin")
    assert texts(view.rounds) == ["Nothing yet"]

    view.show_rounds([RoundSummary(NOW, sent=1)], "Europe/Berlin")

    assert texts(view.rounds) == ["1 sent", "2 Mar 2026, 09:00"]


def test_what_is_missing_is_said_at_its_field(shown: Any) -> None:
    form = shown(ConnectForm())
    asked: list[Any] = []
    form.link_wanted.connect(asked.append)
    form.ask_again("https://sync.example", "kim@x")

    form.submit()

    assert form.fields["password"].note == "This is needed."
    assert asked == []
    form.by_code.setChecked(True)
    form.code.setText(" ABCD ")
    form.submit()
    (request,) = asked
    assert (request.server, request.code, request.email, request.password) == ("https://sync.example", "ABCD", "", "")


@pytest.mark.parametrize(
    ("reason", "field"), [("not_a_server", "server"), ("sign_in", "password"), ("disk", ""), ("", "")]
)
def test_a_failure_is_said_at_the_field_it_is_about(shown: Any, reason: str, field: str) -> None:
    form = shown(ConnectForm())
    form.begin()
    assert not form.connect_button.isEnabled()
    form.submit()

    form.show_failure("It came to nothing.", reason)

    assert (form.fields[field].note if field else form.busy.note) == "It came to nothing."
    assert form.connect_button.isEnabled()


def test_a_refused_code_is_said_at_the_code(shown: Any) -> None:
    form = shown(ConnectForm())
    form.by_code.setChecked(True)

    form.show_failure("It was used.", "sign_in")

    assert form.fields["code"].note == "It was used."


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
