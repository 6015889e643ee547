from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.domain.days import day_bounds
from app.domain.entities.time_entries import TimeEntry
from app.orchestrators.entry_rows import EntryRow
from app.orchestrators.projects.projects import create_project, list_projects
from app.orchestrators.tasks.tasks import create_task
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.log import entry_page
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.entry_bar.bar import EntryBar
from tests.support.desk import Desk
from tests.support.store import MORNING

T = TypeVar("T", bound=QWidget)


def bar(desk: Desk) -> EntryBar:
    return desk.window.frame.bar


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(bar(desk).field, key, modifier)


def newest(desk: Desk) -> EntryRow:
    row: EntryRow = desk.run(entry_page).days[0].rows[0]
    return row


def running(desk: Desk) -> TimeEntry:
    entry: TimeEntry = desk.run(status).running
    return entry


def opened(desk: Desk, kind: type[T]) -> T:
    desk.sees(lambda: [widget for widget in desk.window.findChildren(kind) if widget.isVisible()])
    return next(widget for widget in desk.window.findChildren(kind) if widget.isVisible())


def test_line_with_a_span_adds_an_entry_and_offers_to_take_it_back(at_desk: Desk) -> None:
    at_desk.run(create_project, name="Website")
    at_desk.type("7:30-9 fix login @Website #bug")
    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(lambda: "Added 1:30 · fix login" in at_desk.said)
    row = newest(at_desk)
    assert (row.entry.description, row.project_name, row.tag_names) == ("fix login", "Website", ("bug",))
    assert at_desk.field_text == ""

    at_desk.window.toast.button.click()
    at_desk.sees(lambda: at_desk.said.startswith("Undone"))
    assert at_desk.run(entry_page).days == []


def test_words_alone_start_a_timer(at_desk: Desk) -> None:
    at_desk.type("write notes")
    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(bar(at_desk).elapsed.isVisible)
    assert running(at_desk).description == "write notes"
    assert at_desk.window.windowTitle() == "write notes – Stintbook"
    assert bar(at_desk).round.accessibleName() == "Stop the timer"


def test_what_was_understood_is_shown_while_typing(at_desk: Desk) -> None:
    at_desk.run(create_project, name="Website", estimate_minutes=600)
    at_desk.type("7:30-9 fix login @Website #bug $")

    at_desk.sees(bar(at_desk).time.isVisible)
    assert bar(at_desk).time.text() == "07:30 – 09:00 · 1:30"
    assert bar(at_desk).project.text() == "Website"
    assert bar(at_desk).tags.text() == "bug"
    assert bar(at_desk).billable.accessibleName() == "Billable"
    at_desk.sees(lambda: bar(at_desk).under.text.startswith("Website: 10:00 left"))


def test_unreadable_part_is_named_and_nothing_is_written(at_desk: Desk) -> None:
    at_desk.type("2026-02-30 9-10 review")
    at_desk.sees(lambda: "2026-02-30" in bar(at_desk).under.text)

    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(lambda: "2026-02-30" in bar(at_desk).under.text)
    assert at_desk.run(entry_page).days == []
    assert at_desk.field_text == "2026-02-30 9-10 review"


def test_unknown_project_is_created_when_asked_to(at_desk: Desk) -> None:
    at_desk.type("fix login @Website")
    press(at_desk, Qt.Key.Key_Return)
    at_desk.sees(lambda: bar(at_desk).under.asks)
    assert at_desk.run(status).running is None

    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(bar(at_desk).elapsed.isVisible)
    assert [row.project.name for row in at_desk.run(list_projects)] == ["Website"]
    at_desk.sees(lambda: bar(at_desk).project.text() == "Website")


def test_unknown_project_can_be_left_out(at_desk: Desk) -> None:
    at_desk.type("fix login @Websit #bug")
    press(at_desk, Qt.Key.Key_Return)
    at_desk.sees(lambda: bar(at_desk).under.asks)

    bar(at_desk).under._no.click()

    at_desk.sees(bar(at_desk).elapsed.isVisible)
    found = running(at_desk)
    assert (found.description, found.project) == ("fix login", None)
    assert at_desk.run(list_projects) == []


def test_repeated_hour_asks_which_one_is_meant(at_desk: Desk) -> None:
    # On 2025-10-26 the clocks of Berlin showed 02:00–03:00 twice.
    at_desk.type("2025-10-26 2:30-4 night shift")
    press(at_desk, Qt.Key.Key_Return)
    at_desk.sees(lambda: bar(at_desk).under.asks)
    assert "came twice" in bar(at_desk).under.text

    bar(at_desk).under._no.click()

    at_desk.sees(lambda: "Added 1:30" in at_desk.said)
    assert newest(at_desk).entry.started_at == day_bounds("2025-10-26", "Europe/Berlin")[0] + int(3.5 * 3600)


def test_tab_takes_what_was_worked_on_before(at_desk: Desk) -> None:
    project = at_desk.run(create_project, name="Website")
    at_desk.run(
        add_entry, started_at=MORNING - 7200, ended_at=MORNING - 3600, description="fix login", project=project.id
    )
    at_desk.type("8:15-8:45 fi")
    popup = at_desk.window.frame.line._popup
    at_desk.sees(popup.isVisible)

    press(at_desk, Qt.Key.Key_Tab)

    assert at_desk.field_text == "8:15-8:45 fix login @Website"
    assert popup.isHidden()


def test_arrows_and_enter_choose_a_suggestion_and_escape_closes_it(at_desk: Desk) -> None:
    for name in ("fix login", "fix logout"):
        at_desk.run(add_entry, started_at=MORNING - 7200, ended_at=MORNING - 3600, description=name)
    popup = at_desk.window.frame.line._popup
    at_desk.type("fix")
    at_desk.sees(popup.isVisible)
    press(at_desk, Qt.Key.Key_Escape)
    assert popup.isHidden()
    assert at_desk.field_text == "fix"

    at_desk.type("fix lo")
    at_desk.sees(popup.isVisible)
    press(at_desk, Qt.Key.Key_Down)
    press(at_desk, Qt.Key.Key_Down)
    press(at_desk, Qt.Key.Key_Up)
    press(at_desk, Qt.Key.Key_Return)

    assert at_desk.field_text in ("fix login", "fix logout")
    assert at_desk.run(status).running is None


def test_editing_the_line_changes_what_is_running(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="write notes")
    at_desk.sees(lambda: at_desk.field_text == "write notes")
    at_desk.type("-15m write minutes @Internal/Admin #team $")
    at_desk.sees(lambda: "Enter changes" in bar(at_desk).under.text)
    press(at_desk, Qt.Key.Key_Return)
    at_desk.sees(lambda: bar(at_desk).under.asks)

    bar(at_desk).under._yes.click()

    at_desk.sees(lambda: at_desk.field_text == "write minutes")
    now = at_desk.run(status)
    assert now.running is not None
    assert now.project is not None
    assert (now.project.name, now.task_name, now.tag_names) == ("Internal", "Admin", ("team",))
    assert now.running.started_at == MORNING - 15 * 60
    assert now.running.billable
    at_desk.sees(lambda: bar(at_desk).elapsed.text() == "0:15:00")


def test_escape_leaves_what_is_running_as_it_is(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="write notes")
    at_desk.sees(lambda: at_desk.field_text == "write notes")
    at_desk.type("something else")

    press(at_desk, Qt.Key.Key_Escape)

    assert at_desk.field_text == "write notes"
    assert running(at_desk).description == "write notes"


def test_ctrl_enter_starts_anew(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="write notes", started_at=MORNING - 3600)
    at_desk.sees(lambda: at_desk.field_text == "write notes")
    at_desk.type("call")
    press(at_desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    at_desk.sees(lambda: at_desk.window.windowTitle() == "call – Stintbook")
    rows = at_desk.run(entry_page).days[0].rows
    assert [(row.entry.description, row.entry.ended_at) for row in rows] == [("call", None), ("write notes", MORNING)]


def test_span_typed_while_a_timer_runs_is_an_entry_of_its_own(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="write notes")
    at_desk.sees(lambda: at_desk.field_text == "write notes")
    at_desk.type("7-8 breakfast meeting")
    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(lambda: "Added 1:00" in at_desk.said)
    assert running(at_desk).description == "write notes"


def test_button_stops_and_the_toast_goes_on_as_if_never_stopped(at_desk: Desk) -> None:
    started = at_desk.run(start_timer, description="write notes", started_at=MORNING - 600)
    at_desk.sees(bar(at_desk).elapsed.isVisible)
    bar(at_desk).round.click()
    at_desk.sees(lambda: at_desk.said == "Stopped “write notes”")
    assert at_desk.run(status).running is None

    at_desk.window.toast.button.click()

    at_desk.sees(bar(at_desk).elapsed.isVisible)
    assert running(at_desk).id == started.id


def test_button_keeps_what_was_typed_before_it_stops(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="write notes", started_at=MORNING - 600)
    at_desk.sees(bar(at_desk).elapsed.isVisible)
    at_desk.type("write minutes")

    bar(at_desk).round.click()

    at_desk.sees(lambda: at_desk.said == "Stopped “write minutes”")
    assert newest(at_desk).entry.description == "write minutes"


def test_toggle_goes_on_with_what_was_worked_on_last(at_desk: Desk) -> None:
    at_desk.run(add_entry, started_at=MORNING - 7200, ended_at=MORNING - 3600, description="fix login")

    QTest.keyClick(at_desk.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    at_desk.sees(lambda: at_desk.field_text == "fix login" and bar(at_desk).elapsed.isVisible())


def test_description_that_reads_like_a_time_stays_a_description(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="9-11 plan")
    at_desk.sees(lambda: at_desk.field_text == r"\9-11 plan")
    at_desk.type(r"\9-11 plans")
    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(lambda: at_desk.field_text == r"\9-11 plans")
    assert running(at_desk).description == "9-11 plans"


def test_time_seconds_are_counted_and_what_is_left_goes_down(at_desk: Desk) -> None:
    project = at_desk.run(create_project, name="Website", estimate_minutes=60)
    at_desk.run(create_task, project=project.id, name="Backend")
    at_desk.run(start_timer, description="fix login", project=project.id, started_at=MORNING - 1800)
    at_desk.sees(lambda: bar(at_desk).under.text.startswith("Website: 0:30 left"))

    at_desk.window.tracking._since.restart()
    at_desk.window.tracking.ticked.emit()

    assert bar(at_desk).elapsed.text().startswith("0:30:0")


def test_start_in_the_future_is_refused_with_a_sentence(at_desk: Desk) -> None:
    at_desk.type("14:00-15:00 lunch")
    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(lambda: "future" in bar(at_desk).under.text)
    assert at_desk.run(entry_page).days == []


def test_button_is_pressed_by_the_keyboard(at_desk: Desk) -> None:
    at_desk.type("write notes")
    bar(at_desk).round.setFocus()

    QTest.keyClick(bar(at_desk).round, Qt.Key.Key_Return)

    at_desk.sees(bar(at_desk).elapsed.isVisible)
    assert running(at_desk).description == "write notes"


def test_click_on_a_suggestion_takes_it(at_desk: Desk) -> None:
    at_desk.run(add_entry, started_at=MORNING - 7200, ended_at=MORNING - 3600, description="fix login")
    popup = at_desk.window.frame.line._popup
    at_desk.type("fi")
    at_desk.sees(popup.isVisible)
    first = popup._list.model().index(0, 0)

    popup._list.clicked.emit(first)

    assert at_desk.field_text == "fix login"
    assert popup.isHidden()


def test_milestone_that_is_not_there_is_said(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="fix login")
    at_desk.sees(lambda: at_desk.field_text == "fix login")
    at_desk.type("fix login +Launch")
    press(at_desk, Qt.Key.Key_Return)

    at_desk.sees(lambda: "There is no milestone “Launch”" in bar(at_desk).under.text)
    assert running(at_desk).description == "fix login"
