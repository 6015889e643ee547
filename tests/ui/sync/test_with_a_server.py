"""Two devices and a real server: connected by the form, live in the window, disagreeing and decided, equal at the end."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import create_project
from app.orchestrators.sync.verifying import verify
from app.orchestrators.time_tracking.entries import add_entry, delete_entries, edit_entry
from app.storage.context import Context
from app.storage.unit_of_work import reading
from app.ui.review.page import ReviewPage
from app.ui.review.versions_row import VersionsRow
from tests.support.desk import Desk
from tests.support.office import Away, Office, state_of, sync_page

HOUR = 3600


def described(ctx: Context) -> list[str]:
    with reading(ctx) as read:
        return sorted(entry.description for entry in read.time_entries.all())


def at_desk(at: Desk) -> list[str]:
    found: list[str] = at.run(described)
    return found


def an_entry(away: Away) -> str:
    now = away.ctx.now()
    project = away.run(create_project, name="Website")
    entry = away.run(
        add_entry, started_at=now - 2 * HOUR, ended_at=now - HOUR, project=project.id, description="fix login"
    )
    return str(entry.id)


def review(at: Desk) -> ReviewPage:
    at.shell.go("review")
    page = at.window.frame.pages.page("review")
    assert isinstance(page, ReviewPage)
    return page


def the_row(at: Desk, page: ReviewPage) -> VersionsRow:
    def rows() -> list[VersionsRow]:
        return [row for card in page.cards for row in card.rows if isinstance(row, VersionsRow)]

    at.sees(lambda: len(rows()) == 1)
    return rows()[0]


def button(row: VersionsRow, words: str) -> QPushButton:
    return next(button for button in row.buttons if button.text() == words)


def disagree(at: Desk, away: Away) -> str:
    """Let both devices change the same entry without seeing the other's change."""
    entry = an_entry(away)
    at.sees(lambda: at_desk(at) == ["fix login"])
    away.offline(edit_entry, entry, description="fix log-in there")
    at.run(edit_entry, entry, description="fix log-in here")
    at.sees(lambda: state_of(at) == "synced" and at.shell.syncing.status is not None)
    at.sees(lambda: at.shell.syncing.status is not None and not at.shell.syncing.status.waiting)
    away.sync()
    return entry


def test_what_another_device_does_appears_in_the_window(server: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with server.desk(qtbot, tmp_path / "desk") as at, server.away(tmp_path / "phone") as away:
        an_entry(away)

        at.sees(lambda: at_desk(at) == ["fix login"])
        assert at.window.frame.status.sync.text().strip().startswith("Sync")


def test_what_is_done_in_the_window_reaches_the_other_device(server: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with server.desk(qtbot, tmp_path / "desk") as at, server.away(tmp_path / "phone") as away:
        now = away.ctx.now()
        at.run(add_entry, started_at=now - HOUR, ended_at=now - 60, description="from the desk")

        def arrived() -> bool:
            away.sync()
            return described(away.ctx) == ["from the desk"]

        at.sees(arrived)


def test_a_disagreement_is_decided_by_mouse_undone_and_equal_everywhere(
    server: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    with server.desk(qtbot, tmp_path / "desk") as at, server.away(tmp_path / "phone") as away:
        disagree(at, away)
        page = review(at)
        the_row(at, page)
        shown = at_desk(at)
        row = the_row(at, page)
        names = [label.text() for label in row.findChildren(QLabel, "cardHeading")]
        assert "This device" in names

        QTest.mouseClick(button(row, "Keep that"), Qt.MouseButton.LeftButton)

        at.sees(lambda: at_desk(at) != shown)
        taken = at_desk(at)
        at.run(undo)
        at.sees(lambda: at_desk(at) == shown)
        button(the_row(at, page), "Keep that").click()
        at.sees(lambda: at_desk(at) == taken)
        _equal(at, away)
        assert described(away.ctx) == taken
        with reading(away.ctx) as read:
            assert [conflict.state for conflict in read.conflicts.all()] == ["taken"]


def test_a_disagreement_is_decided_by_keyboard(server: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with server.desk(qtbot, tmp_path / "desk") as at, server.away(tmp_path / "phone") as away:
        disagree(at, away)
        page = review(at)
        the_row(at, page)
        shown = at_desk(at)
        at.window.activateWindow()
        this = button(the_row(at, page), "Keep this")
        this.setFocus()
        at.sees(this.hasFocus)

        QTest.keyClick(this, Qt.Key.Key_Space)

        at.sees(lambda: not any(isinstance(row, VersionsRow) for card in page.cards for row in card.rows))
        assert at_desk(at) == shown
        _equal(at, away)


def test_an_edit_here_and_a_deletion_there_are_asked_about(server: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with server.desk(qtbot, tmp_path / "desk") as at, server.away(tmp_path / "phone") as away:
        entry = an_entry(away)
        at.sees(lambda: at_desk(at) == ["fix login"])
        away.offline(delete_entries, (entry,))
        at.run(edit_entry, entry, description="edited here")
        at.sees(lambda: at.shell.syncing.status is not None and not at.shell.syncing.status.waiting)
        away.sync()
        page = review(at)
        row = the_row(at, page)
        assert row.item.message == "“edited here” was deleted on one device and edited on another."

        button(the_row(at, page), "Delete it after all").click()

        at.sees(lambda: at_desk(at) == [])
        _equal(at, away)


def _equal(at: Desk, away: Away) -> None:
    """Wait until both hold the same as the server."""

    def same() -> bool:
        away.sync()
        return bool(verify(away.ctx).identical) and described(away.ctx) == at_desk(at)

    at.sees(same)


def test_the_page_looks_after_the_devices(server: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with server.desk(qtbot, tmp_path / "desk") as at, server.away(tmp_path / "phone"):
        page = sync_page(at)
        at.sees(lambda: len(page.linked.devices.devices) == 2)
        this, phone = page.linked.devices.devices
        assert (this.device.is_this, phone.device.name) == (True, "Phone")

        _rename(phone, "Pocket phone")
        at.sees(lambda: [row.device.name for row in page.linked.devices.devices][1:] == ["Pocket phone"])
        page.linked.devices.pair_button.click()
        at.sees(lambda: bool(page.linked.devices.code.text()))
        page.linked.devices.copy_button.click()
        assert page.linked.devices.copy_button.text() == "Copied"

        phone = page.linked.devices.devices[1]
        phone.revoke.click()
        assert phone.revoke.text() == "Really take out"
        phone.revoke.click()
        at.sees(lambda: all(row.device.is_this or row.device.is_revoked for row in page.linked.devices.devices))


def _rename(row: Any, name: str) -> None:
    row.rename.click()
    row.field.selectAll()
    QTest.keyClicks(row.field, name)
    QTest.keyClick(row.field, Qt.Key.Key_Return)


def test_the_page_compares_and_leaves(server: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with server.desk(qtbot, tmp_path / "desk") as at:
        page = sync_page(at)
        page.linked.verify_button.click()
        at.sees(lambda: page.linked.verify_button.text() == "Compare again")
        page.linked.state.sync_button.click()

        page.linked.leave_button.click()
        assert page.linked.leave_button.text() == "Really leave"
        page.linked.leave_button.click()

        at.sees(lambda: not page.is_linked)
        at.sees(lambda: state_of(at) == "off")
        assert "still here" in at.said


def test_a_wrong_password_is_said_at_the_password(server: Office, qtbot: QtBot, tmp_path: Path) -> None:
    from app.bootstrap import open_context
    from tests.support.desk import desk
    from tests.support.office import EMAIL, fill_in

    with desk(qtbot, tmp_path / "desk", page="today", open_context=open_context) as at:
        at.show()
        page = sync_page(at)
        fill_in(page, server=server.address, email=EMAIL, password="wrong")

        at.sees(lambda: "does not accept" in page.unlinked.form.fields["password"].note)
        assert page.unlinked.form.connect_button.isEnabled()
        assert not page.is_linked
