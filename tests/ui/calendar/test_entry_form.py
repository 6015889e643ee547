"""The form of an entry at the side of the calendar."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.orchestrators.settings.settings import update_settings
from app.orchestrators.tags.tags import create_tag
from app.orchestrators.tasks.tasks import create_task
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.calendar.entry_form import EntryForm
from app.ui.calendar.pick_button import PickButton
from tests.support.calendar_page import Wall
from tests.support.today import at


def opened(wall: Wall, title: str) -> EntryForm:
    """Open the form of a block."""
    wall.stand_on(title)
    wall.key(Qt.Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    form = wall.page.actions_.entries.form
    assert form is not None
    return form


def pick(button: PickButton, *names: str) -> None:
    """Pick from a button's list by typing."""
    button.click()
    picker = button.picker
    assert picker is not None
    for name in names:
        picker.field.setText(name)
        QTest.keyClick(picker.field, Qt.Key.Key_Return)
    picker.close()


def stored(wall: Wall) -> Any:
    """Return the newest entry that is shown."""
    span = wall.body.span
    assert span is not None
    return span.entries[-1]


def test_every_field_is_changed_in_one_action(wall: Wall) -> None:
    shop = wall.project("Shop")
    wall.run(create_task, project=shop.id, name="Checkout")
    wall.run(create_tag, name="bug")
    wall.run(create_tag, name="ux")
    wall.add("09:00", "10:00", "letters")
    wall.open()
    form = opened(wall, "letters")
    pick(form.project, "Checkout")
    pick(form.tags, "bug", "ux")
    form.billable.setChecked(True)
    form.span.end_time.setText("10:45")
    form.submit()

    wall.wait(lambda: bool(wall.stage.toasts) and stored(wall).task_name == "Checkout")
    row = stored(wall)
    assert row.project_name == "Shop"
    assert row.tag_names == ("bug", "ux")
    assert row.entry.billable
    assert row.entry.ended_at == at("10:45")
    assert wall.stage.toasts == ["Entry changed"]


def test_saving_without_a_change_writes_nothing(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    opened(wall, "letters").submit()
    assert wall.page.panel.isHidden()
    assert wall.stage.toasts == []


def test_a_new_entry_is_billable_where_its_project_is(wall: Wall) -> None:
    wall.project("Shop", billable=True)
    wall.open()
    wall.drag(wall.spot("09:00"), wall.spot("10:00"))
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    form = wall.page.actions_.entries.form
    assert form is not None
    pick(form.project, "Shop")
    assert form.billable.isChecked()
    form.project.click()
    assert form.project.picker is not None
    QTest.keyClick(form.project.picker.field, Qt.Key.Key_Up)
    QTest.keyClick(form.project.picker.field, Qt.Key.Key_Return)
    assert form.project.value == ()
    assert not form.billable.isChecked()


def test_what_is_known_of_an_entry_stands_in_the_form(wall: Wall) -> None:
    shop = wall.project("Shop")
    task = wall.run(create_task, project=shop.id, name="Checkout")
    tag = wall.run(create_tag, name="bug")
    wall.add("09:00", "10:00", "letters", project=shop.id, task=task.id, tags=[tag.id], billable=True)
    wall.open()
    form = opened(wall, "letters")
    assert (form.project.text(), form.tags.text(), form.billable.isChecked()) == ("Shop · Checkout", "bug", True)
    assert form.heading == "Edit entry"


def test_a_running_entry_has_no_end_to_change(wall: Wall) -> None:
    wall.run(start_timer, description="design", started_at=at("12:00", 2))
    wall.open()
    form = opened(wall, "design")
    assert not form.span.end_time.isEnabled()
    form.span.start_time.setText("11:00")
    form.submit()
    wall.wait(lambda: wall.said == ["04 11:00-13:00 tracked design"])
    assert wall.entries() == ["04 11:00-now design"]


def test_what_cannot_be_is_said_at_its_field(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    form = opened(wall, "letters")
    form.span.start_time.setText("nine")
    form.submit()
    assert form.field("started_at").note

    form.span.start_time.setText("09:00")
    form.span.end_day.set_day("2026-03-20")
    form.submit()
    wall.wait(lambda: "future" in form._general.text())
    assert wall.entries() == ["02 09:00-10:00 letters"]


def test_a_lock_is_told_in_the_form(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.run(update_settings, locked_before="2026-03-03")
    wall.open()
    form = opened(wall, "letters")
    form.description.setText("post")
    form.submit()
    wall.wait(lambda: "locked" in form._general.text())


def test_an_entry_is_deleted_from_its_form(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    form = opened(wall, "letters")
    form.delete.click()
    wall.wait(lambda: wall.said == [])
    assert wall.page.panel.isHidden()
    assert wall.stage.toasts == ["Entry deleted"]
