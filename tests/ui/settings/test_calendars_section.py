"""Settings › Calendars: see what is in a calendar first, then add it; every failure stands in its row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.planning.calendars import CalendarSource, import_calendar, list_calendars, refresh_calendars
from app.ui.settings.calendars import words
from app.ui.settings.calendars.section import CalendarsSection
from app.ui.settings.page import SettingsPage
from app.ui.upkeep import _refresh
from tests.support.calendars import calendar, event
from tests.support.pages import Stage
from tests.support.store import MORNING, clock_of
from tests.support.web import Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as made:
        yield made


@pytest.fixture
def section(stage: Stage, qtbot: QtBot) -> CalendarsSection:
    page = SettingsPage(stage.shell)
    stage.show(page)
    page.open_target("calendars")
    qtbot.waitUntil(lambda: page.calendars.is_built and "No calendars yet" in texts(page.calendars))
    return page.calendars


def texts(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def write(path: Path, *titles: str, more: str = "", name: str = "Team") -> Path:
    found = [event("DTSTART:20260303T090000Z", uid=title, title=title) for title in titles]
    path.write_text(calendar(*found, *([more] if more else []), head=f"NAME:{name}\n"), "utf-8", newline="")
    return path


def looked(section: CalendarsSection, qtbot: QtBot, place: str) -> None:
    section.adding.address.setText(place)
    section.adding.look.click()
    qtbot.waitUntil(
        lambda: section.adding.preview.isVisible() or bool(section.adding.note.property("tone") == "problem")
    )


def row_says(section: CalendarsSection, qtbot: QtBot, text: str, name: str = "Team") -> None:
    """Wait for the row of a calendar, which is made anew when something changes, to say something."""
    qtbot.waitUntil(lambda: name in section.calendars.rows and text in texts(section.calendars.rows[name]))


def here(stage: Stage, qtbot: QtBot) -> list[CalendarSource]:
    found: list[CalendarSource] = stage.run(qtbot, list_calendars)
    return found


def test_without_any_it_says_what_calendars_are_for(section: CalendarsSection) -> None:
    assert "No calendars yet" in texts(section)
    assert "one click tracks them" in texts(section)


def test_a_calendar_is_looked_at_before_it_is_added_and_taken_back(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, web: Web
) -> None:
    broken = event("DTSTART:20260399T090000Z", title="Broken")
    old = event("DTSTART:20200101T090000Z", uid="old", title="Old")
    task = "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO"
    address = web.put("/t.ics", calendar(event(uid="p"), old, task, broken, head="NAME:Team\n"))

    looked(section, qtbot, address)

    adding = section.adding
    assert adding.found.text() == (
        "1 event to show. 1 event over for more than a year are left out. Tasks are left out: 1."
    )
    assert adding.name.text() == "Team"
    assert adding.refused_title.text() == "1 event could not be read"
    assert "Broken: “20260399T090000Z”" in str(adding.refused_table.lines.data(adding.refused_table.lines.index(0, 1)))
    assert here(stage, qtbot) == []
    adding.name.setText("My team")
    adding.color.set_color("rose")
    adding.add.click()

    qtbot.waitUntil(lambda: "My team" in section.calendars.rows)
    assert stage.toasts == ["Calendar “My team” added"]
    assert not adding.preview.isVisible()
    row_says(section, qtbot, "1 event · 127.0.0.1 · read just now", "My team")
    row = section.calendars.rows["My team"]
    assert [(one.name, one.color) for one in here(stage, qtbot)] == [("My team", "rose")]
    row.opener.click()
    assert row.table.isVisible()
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: not section.calendars.rows)


def test_a_file_is_chosen(
    section: CalendarsSection, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "team.ics", "Planning", "Retro")
    chosen = [str(path), ""]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen.pop(), ""))
    section.adding.choose.click()
    assert not section.adding.preview.isVisible()

    section.adding.choose.click()

    qtbot.waitUntil(section.adding.preview.isVisible)
    assert section.adding.found.text() == "2 events to show."
    assert not section.adding.refused_table.isVisible()
    section.adding.cancel.click()
    assert not section.adding.preview.isVisible()


def test_what_cannot_be_read_is_said_in_words(
    section: CalendarsSection, qtbot: QtBot, web: Web, tmp_path: Path
) -> None:
    section.adding.look.click()
    assert section.adding.note.text() == "Write the address of a calendar, or choose a file."

    looked(section, qtbot, "http://example.org/t.ics")
    assert "with https" in section.adding.note.text()
    looked(section, qtbot, web.address + "/nothing.ics")
    qtbot.waitUntil(lambda: section.adding.note.text() == "There is nothing at this address.")
    (tmp_path / "page.ics").write_text("<html>", "utf-8")
    looked(section, qtbot, str(tmp_path / "page.ics"))
    qtbot.waitUntil(lambda: "is no calendar" in section.adding.note.text())
    assert section.adding.look.isEnabled()
    QTest.keyClicks(section.adding.address, "x")
    assert section.adding.note.text() == ""


def test_a_mistake_of_ours_is_logged_and_the_card_goes_on(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, expect_logs: list[str]
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("app.orchestrators.planning.calendars.fetch", fails)

    section.adding.address.setText("https://example.org/t.ics")
    QTest.keyClick(section.adding.address, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert "our mistake" in stage.toasts[0]
    assert section.adding.look.isEnabled()
    assert expect_logs


def test_a_taken_name_is_refused_in_the_card(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.run(qtbot, import_calendar, write(tmp_path / "a.ics", "A"))
    looked(section, qtbot, str(write(tmp_path / "b.ics", "B", name="Other")))
    section.adding.name.setText("Team")

    section.adding.add.click()

    qtbot.waitUntil(lambda: "another calendar “Team”" in section.adding.note.text())
    assert section.adding.add.isEnabled()


def test_a_calendar_that_is_here_is_brought_up_to_date(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.ics", "A")
    stage.run(qtbot, import_calendar, path, color="rose")
    row_says(section, qtbot, "1 event")

    looked(section, qtbot, str(path))

    assert section.adding.found.text().endswith("It is here already and will be brought up to date.")
    assert section.adding.name.isReadOnly()
    assert section.adding.color.color == "rose"


def test_a_calendar_is_refreshed_by_hand(section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    path = write(tmp_path / "a.ics", "A")
    stage.run(qtbot, import_calendar, path)
    row_says(section, qtbot, "1 event")
    section.calendars.rows["Team"].refresh.click()
    qtbot.waitUntil(lambda: stage.toasts == ["Nothing new in it"])

    write(path, "A", "B")
    # Replaced by a new row when the calendars were loaded.
    qtbot.waitUntil(lambda: "Team" in section.calendars.rows and section.calendars.rows["Team"].refresh.isEnabled())
    section.calendars.rows["Team"].refresh.click()

    qtbot.waitUntil(lambda: stage.toasts[-1] == "Calendar brought up to date")
    row_says(section, qtbot, "2 events")


def test_a_failed_refresh_stands_in_the_row(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.ics", "A")
    stage.run(qtbot, import_calendar, path)
    row_says(section, qtbot, "1 event")
    path.unlink()

    section.calendars.rows["Team"].refresh.click()

    expected = "Not brought up to date just now: The file a.ics is not there any more. Its events stay as they are."
    row_says(section, qtbot, expected)
    assert stage.toasts == []


def test_a_calendar_that_is_gone_meanwhile_is_said(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.run(qtbot, import_calendar, write(tmp_path / "a.ics", "A"))
    row_says(section, qtbot, "1 event")

    section.calendars.refresh_wanted.emit("Nothing")

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert "does not read a calendar “Nothing”" in stage.toasts[0]


def test_a_calendar_gets_another_colour_and_is_removed(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.run(qtbot, import_calendar, write(tmp_path / "a.ics", "A"), color="blue")
    row_says(section, qtbot, "1 event")
    button = section.calendars.rows["Team"].color
    button.click()
    assert button.popup.isVisible()
    QTest.keyClick(button.picker, Qt.Key.Key_Right)
    assert not button.popup.isVisible()
    qtbot.waitUntil(lambda: here(stage, qtbot)[0].color != "blue")

    section.calendars.rows["Team"].remove.click()

    qtbot.waitUntil(lambda: stage.toasts == ["Calendar “Team” removed"])
    qtbot.waitUntil(lambda: not section.calendars.rows)


def test_calendars_are_read_again_by_themselves(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert stage.ctx is not None
    assert _refresh(stage.ctx) is None
    path = write(tmp_path / "a.ics", "A")
    stage.run(qtbot, import_calendar, path)
    write(path, "A", "B")

    stage.jobs.ask(_refresh, owner=None)

    row_says(section, qtbot, "2 events")
    assert stage.toasts == []


def test_a_calendar_of_another_device_is_shown_as_such(
    section: CalendarsSection, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.ics", "A")
    stage.run(qtbot, import_calendar, path)
    assert stage.ctx is not None
    clock_of(stage.ctx).forward(3600)
    stage.run(qtbot, refresh_calendars)
    (one,) = here(stage, qtbot)
    foreign = CalendarSource("Hers", None, "", 3)

    section.calendars.show_calendars([one, foreign], MORNING + 2 * 3600)

    row = section.calendars.rows["Hers"]
    row_says(section, qtbot, "3 events · read by another device", "Hers")
    assert not row.refresh.isVisible()
    assert not row.color.isEnabled()
    assert "read 1 h ago" in texts(section.calendars.rows["Team"])


def test_of_an_address_only_the_server_is_shown() -> None:
    assert words.place("https://example.org/private/very-secret.ics") == "example.org"
    assert words.place("/home/ann/team.ics") == "team.ics"
    assert words.place(r"C:\ann\team.ics") == "team.ics"
