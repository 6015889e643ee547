"""The cards of the sync page: what each says, and which wish each of its buttons is."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.orchestrators.sync.values import (
    ClockDrift,
    Device,
    Difference,
    PairingCode,
    QueueItem,
    Reason,
    RoundSummary,
    SyncState,
    Verification,
)
from app.ui.sync.connect_form import ConnectForm
from app.ui.sync.devices_card import DevicesCard
from app.ui.sync.linked import Linked
from app.ui.sync.queue_card import QueueCard
from app.ui.sync.state_card import StateCard
from tests.support.looking import clicked, settle, status, texts
from tests.support.store import MORNING

NOW = MORNING


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
