"""Review's card of two versions: what differs is marked, either is had by mouse or keyboard, one undo takes it back."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.entities.base import Kind
from app.domain.entities.planning import TimeOff, TimeOffKind
from app.domain.ids import ProjectId
from app.orchestrators.device_names import remember_device_names
from app.orchestrators.history.history import undo
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from app.ui.review.comparing import field_name, value_in_words
from app.ui.review.page import ReviewPage
from app.ui.review.versions_row import VersionsRow
from tests.support.disagreeing import PHONE, delete_there, disagree
from tests.support.pages import Stage
from tests.support.store import MORNING, make_entry, make_project

HOUR = 3600


def an_edited_entry(ctx: Context) -> str:
    web, app = make_project(ctx, "Website"), make_project(ctx, "Mobile app")
    entry = make_entry(ctx, MORNING - 3 * HOUR, HOUR, project=web, description="fix login")
    with unit_of_work(ctx) as work:
        work.projects.save_all([web, app])
        work.time_entries.save(entry)
    remember_device_names(ctx, {PHONE: "Phone"})
    disagree(
        ctx, Kind.TIME_ENTRY, entry, {"ended_at": MORNING - HOUR},
        {"description": "fix log-in", "project": ProjectId(app.id), "ended_at": MORNING - 2 * HOUR + 900},
    )  # fmt: skip
    return entry.id


def a_deleted_entry(ctx: Context) -> str:
    web = make_project(ctx, "Website")
    entry = make_entry(ctx, MORNING - 3 * HOUR, HOUR, project=web, description="fix login")
    with unit_of_work(ctx) as work:
        work.projects.save(web)
        work.time_entries.save(entry)
    delete_there(ctx, Kind.TIME_ENTRY, entry, description="fix the login")
    return entry.id


def two_stops(ctx: Context) -> str:
    web = make_project(ctx, "Website")
    timer = make_entry(ctx, MORNING - 3 * HOUR, None, project=web, description="fix login")
    with unit_of_work(ctx) as work:
        work.projects.save(web)
        work.time_entries.save(timer)
    disagree(ctx, Kind.TIME_ENTRY, timer, {"ended_at": MORNING - 2 * HOUR}, {"ended_at": MORNING - HOUR})
    return timer.id


def a_renamed_project(ctx: Context) -> str:
    project = make_project(ctx, "Website")
    with unit_of_work(ctx) as work:
        work.projects.save(project)
    disagree(
        ctx, Kind.PROJECT, project, {"name": "Site", "due_date": "2026-05-01"}, {"name": "Homepage", "due_date": None}
    )
    return project.id


def entry_of(ctx: Context, id_: str) -> Any:
    with reading(ctx) as read:
        return read.time_entries.get(id_)


def open_review(stage: Stage, qtbot: QtBot, prepare: Any) -> tuple[ReviewPage, VersionsRow, str]:
    id_ = stage.run(qtbot, prepare)
    page = ReviewPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: bool(page.cards))
    (row,) = (row for card in page.cards for row in card.rows if isinstance(row, VersionsRow))
    return page, row, id_


def said(row: VersionsRow, name: str) -> list[str]:
    return [label.text() for label in row.findChildren(QLabel, name)]


def button(row: VersionsRow, words: str) -> QPushButton:
    return next(button for button in row.buttons if button.text() == words)


def test_both_versions_stand_side_by_side_in_words(stage: Stage, qtbot: QtBot) -> None:
    page, row, _ = open_review(stage, qtbot, an_edited_entry)

    assert row.item.message == "“fix log-in” was changed on two devices."
    assert said(row, "cardHeading") == ["Phone", "This device"]
    assert said(row, "rowAbout")[1:] == ["2 Mar 2026, 09:01", "2 Mar 2026, 09:00"]
    assert said(row, "differing") == [
        "fix log-in", "fix login",
        "2 Mar 2026, 06:00 – 07:15 (1:15)", "2 Mar 2026, 06:00 – 08:00 (2:00)",
        "Mobile app", "Website",
    ]  # fmt: skip
    assert said(row, "differsMark") == ["differs"] * 3
    assert stage.badges["review"] == 1
    assert [b.text() for b in row.buttons] == ["Keep this", "Keep that", "Keep both", "Edit"]
    page.grab()


def test_that_version_is_kept_by_mouse_and_undone(stage: Stage, qtbot: QtBot) -> None:
    page, row, id_ = open_review(stage, qtbot, an_edited_entry)

    QTest.mouseClick(button(row, "Keep that"), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: page.is_clear)
    assert stage.toasts[-1] == "Done"
    assert stage.badges["review"] == 0
    assert stage.run(qtbot, entry_of, id_).description == "fix login"
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: not page.is_clear)
    assert stage.run(qtbot, entry_of, id_).description == "fix log-in"


def test_this_version_is_kept_by_keyboard(stage: Stage, qtbot: QtBot) -> None:
    page, row, id_ = open_review(stage, qtbot, an_edited_entry)
    stage.window.activateWindow()
    this = button(row, "Keep this")
    this.setFocus()
    qtbot.waitUntil(this.hasFocus)

    QTest.keyClick(this, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: page.is_clear)
    assert stage.run(qtbot, entry_of, id_).description == "fix log-in"


def test_both_are_kept_as_two_entries(stage: Stage, qtbot: QtBot) -> None:
    page, row, _ = open_review(stage, qtbot, an_edited_entry)

    button(row, "Keep both").click()

    qtbot.waitUntil(lambda: stage.toasts[-1:] == ["Done"])

    def both(ctx: Context) -> list[str]:
        with reading(ctx) as read:
            return sorted(entry.description for entry in read.time_entries.all())

    assert stage.run(qtbot, both) == ["fix log-in", "fix login"]
    assert page.cards is not None


def test_editing_leads_to_the_entry(stage: Stage, qtbot: QtBot) -> None:
    _, row, id_ = open_review(stage, qtbot, an_edited_entry)

    button(row, "Edit").click()

    assert stage.went == [("today", id_)]


def test_a_deletion_and_an_edit_say_who_did_what(stage: Stage, qtbot: QtBot) -> None:
    page, row, id_ = open_review(stage, qtbot, a_deleted_entry)
    assert said(row, "differing")[:2] == ["Edited", "Deleted"]
    assert said(row, "cardHeading") == ["This device", "Another device"]

    button(row, "Delete it after all").click()

    qtbot.waitUntil(lambda: page.is_clear)
    assert stage.run(qtbot, entry_of, id_) is None


def test_two_stops_show_the_earlier_first(stage: Stage, qtbot: QtBot) -> None:
    page, row, id_ = open_review(stage, qtbot, two_stops)
    assert page.cards[0].accessibleName() == "Stopped on two devices"
    assert said(row, "differing") == ["2 Mar 2026, 06:00 – 07:00 (1:00)", "2 Mar 2026, 06:00 – 08:00 (2:00)"]

    button(row, "Keep this").click()

    qtbot.waitUntil(lambda: page.is_clear)
    assert stage.run(qtbot, entry_of, id_).ended_at == MORNING - 2 * HOUR


def test_editing_a_project_leads_to_its_page(stage: Stage, qtbot: QtBot) -> None:
    _, row, id_ = open_review(stage, qtbot, a_renamed_project)
    assert said(row, "differing") == ["–", "1 May 2026", "Homepage", "Site"]

    button(row, "Edit").click()

    qtbot.waitUntil(lambda: stage.went == [("projects", id_)])


def test_deciding_later_puts_it_away(stage: Stage, qtbot: QtBot) -> None:
    page, row, _ = open_review(stage, qtbot, an_edited_entry)

    row.dismiss.click()

    qtbot.waitUntil(lambda: page.is_clear)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("billable", True, "Yes"), ("done", False, "No"), ("tags", ["bug", "urgent"], "bug, urgent"), ("name", None, "–"),
        ("estimate_minutes", 90, "1:30"), ("due_date", "2026-05-01", "1 May 2026"), ("status", "on_hold", "On hold"),
        ("weekdays", [0, 4], "Mon, Fri"), ("completed_at", MORNING, "2 Mar 2026, 08:00"), ("odd", 7, "7"),
        ("span", [MORNING, None, "Europe/Berlin"], "2 Mar 2026, 09:00 – still running"),
        ("span", [MORNING, MORNING + 20 * HOUR, "Europe/Berlin"], "2 Mar 2026, 09:00 – 3 Mar 2026, 05:00 (20:00)"),
        ("span", [MORNING], str(MORNING)), ("weekday", 6, "Sunday"), ("start_minute", 540, "09:00"),
        ("end_minute", 1440, "24:00"), ("fraction", 0.5, "50%"), ("weekday", "later", "later"),
    ],
)  # fmt: skip
def test_values_are_said_as_people_read_them(qtbot: QtBot, field: str, value: Any, words: str) -> None:
    assert value_in_words(field, value) == words


def test_money_is_written_with_its_currency(qtbot: QtBot) -> None:
    assert "95.00" in value_in_words("money", [9500, "EUR"])


def test_field_of_a_newer_version_reads_as_itself() -> None:
    assert field_name("brand_new", "project") == "Brand new"
    assert (field_name("money", "rate"), field_name("money", "invoice_line")) == ("Rate", "Amount")


def test_time_off_that_two_devices_changed_is_edited_in_the_settings(stage: Stage, qtbot: QtBot) -> None:
    def prepare(ctx: Context) -> None:
        off = TimeOff(id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, name="Sea", kind=TimeOffKind.VACATION,
                      start_date="2026-03-04", end_date="2026-03-05")  # fmt: skip
        with unit_of_work(ctx) as work:
            work.time_off.save(off)
        disagree(ctx, Kind.TIME_OFF, off, {"name": "Lake"}, {"name": "Hills"})

    page = ReviewPage(stage.shell)
    stage.show(page)
    stage.run(qtbot, prepare)
    page.reload()
    qtbot.waitUntil(lambda: bool(page.cards))

    next(button for button in page.findChildren(QPushButton) if button.text() == "Edit").click()

    assert stage.went == [("settings", "time_off")]
