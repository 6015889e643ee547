from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.domain.entities.time_entries import TimeEntry
from app.orchestrators.entry_rows import EntryRow
from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import create_project, list_projects
from app.orchestrators.tags.tags import create_tag, list_tags
from app.orchestrators.time_tracking.log import entry_page
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.choices import Choice
from app.ui.entry_bar.bar import EntryBar
from app.ui.entry_bar.start_time import StartTime
from app.ui.widgets.picker import Picker
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


def test_picks_write_into_the_line_while_nothing_runs(at_desk: Desk) -> None:
    at_desk.run(create_project, name="Web site")
    at_desk.run(create_tag, name="bug")
    at_desk.type("fix login @Old #old")
    bar(at_desk).project.click()
    picker = opened(at_desk, Picker)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert at_desk.field_text == 'fix login #old @"Web site"'

    picks = at_desk.window.frame.line._picks
    picks._on_tag(Choice("1", "bug"))
    assert at_desk.field_text.endswith("#old #bug")
    picks._on_tag(Choice("2", "old"))
    assert at_desk.field_text.endswith("#bug")
    assert "#old" not in at_desk.field_text
    picks._on_tag("new tag")
    assert at_desk.field_text.endswith('#"new tag"')
    bar(at_desk).billable.click()
    assert at_desk.field_text.endswith("$")
    bar(at_desk).billable.click()
    assert not at_desk.field_text.endswith("$")
    picks._on_project(None)
    assert "@" not in at_desk.field_text


def test_picks_change_what_is_running(at_desk: Desk) -> None:
    project = at_desk.run(create_project, name="Website")
    tag = at_desk.run(create_tag, name="bug")
    at_desk.run(start_timer, description="fix login")
    at_desk.sees(bar(at_desk).elapsed.isVisible)
    picks = at_desk.window.frame.line._picks

    picks._on_project(Choice(project.id, "Website"))
    at_desk.sees(lambda: bar(at_desk).project.text() == "Website")
    picks._on_tag(Choice(tag.id, "bug"))
    picks._on_tag("urgent")
    at_desk.sees(lambda: bar(at_desk).tags.text() == "bug +1")
    bar(at_desk).billable.click()
    at_desk.sees(lambda: bar(at_desk).billable.accessibleName() == "Billable")
    picks._on_project("Mobile app")
    at_desk.sees(lambda: bar(at_desk).project.text() == "Mobile app")
    picks._on_project(None)
    at_desk.sees(lambda: bar(at_desk).project.text() == "Project")
    assert {row.tag.name for row in at_desk.run(list_tags)} == {"bug", "urgent"}


def test_tag_picker_marks_what_is_chosen(at_desk: Desk) -> None:
    tag = at_desk.run(create_tag, name="bug")
    at_desk.type("fix login #BUG")
    bar(at_desk).tags.click()
    picker = opened(at_desk, Picker)
    assert picker._model.picked == {tag.id}
    picker.close()

    press(at_desk, Qt.Key.Key_Return)
    at_desk.sees(bar(at_desk).elapsed.isVisible)
    bar(at_desk).tags.click()
    picker = opened(at_desk, Picker)
    assert picker._model.picked == {tag.id}
    picker.close()


def test_start_can_be_moved_while_running(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="fix login")
    at_desk.sees(bar(at_desk).elapsed.isVisible)
    bar(at_desk).elapsed.click()
    card = opened(at_desk, StartTime)
    assert card.field.text() == "09:00"
    card.field.setText("soon")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert card.note.isVisible()

    card.field.setText("8:20")
    QTest.keyClick(card.field, Qt.Key.Key_Return)

    at_desk.sees(lambda: bar(at_desk).elapsed.text() == "0:40:00")


def test_start_can_be_moved_back_by_minutes(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="fix login")
    at_desk.sees(bar(at_desk).elapsed.isVisible)
    bar(at_desk).elapsed.click()
    card = opened(at_desk, StartTime)

    card._move(MORNING - 600)

    at_desk.sees(lambda: bar(at_desk).elapsed.text() == "0:10:00")


def test_what_is_new_for_the_running_entry_is_made_and_taken_back_with_it(at_desk: Desk) -> None:
    entry = at_desk.run(start_timer, description="fix login")
    picks = at_desk.window.frame.line._picks
    at_desk.sees(lambda: at_desk.window.tracking.status and at_desk.window.tracking.status.running)
    picks._on_project("Website")
    at_desk.sees(lambda: running(at_desk).project is not None)
    picks._on_tag("bug")
    at_desk.sees(lambda: newest(at_desk).tag_names == ("bug",))

    at_desk.run(undo)
    assert at_desk.run(list_tags) == []
    at_desk.run(undo)

    assert at_desk.run(list_projects) == []
    assert (running(at_desk).project, running(at_desk).id) == (None, entry.id)
