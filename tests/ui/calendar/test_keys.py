"""The calendar by keyboard alone."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.orchestrators.time_tracking.timer import start_timer
from app.ui.calendar.blocks import Sort
from app.ui.calendar.spans import ViewName
from tests.support.calendar_page import ALT, SHIFT, Wall
from tests.support.today import at

Key = Qt.Key


def hold(wall: Wall, *keys: Key, with_: Qt.KeyboardModifier = ALT) -> None:
    """Press keys while Alt is held down, and goes on being held."""
    for key in keys:
        QTest.keyPress(wall.body, key, with_)


def current(wall: Wall) -> str:
    block = wall.body.current
    return block.title if block is not None else ""


def test_arrows_go_from_block_to_block_and_day_to_day(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.add("11:00", "12:00", "design")
    wall.add("11:30", "12:30", "tests", day=2)
    wall.open()

    seen = []
    for key in (
        Key.Key_Down,
        Key.Key_Down,
        Key.Key_Right,
        Key.Key_Right,
        Key.Key_Up,
        Key.Key_Up,
        Key.Key_Up,
        Key.Key_Left,
    ):
        wall.key(key)
        seen.append(current(wall))

    assert seen == ["letters", "design", "tests", "tests", "design", "letters", "letters", "letters"]


def test_arrows_on_an_empty_week_do_nothing(wall: Wall) -> None:
    wall.open()
    wall.key(Key.Key_Down)
    wall.key(Key.Key_Down, ALT)
    assert wall.body.current is None


def test_alt_and_arrows_move_a_block_with_one_undo(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")

    hold(wall, Key.Key_Down, Key.Key_Down, Key.Key_Right)
    assert wall.entries() == ["02 09:00-10:00 letters"]
    QTest.keyRelease(wall.body, Key.Key_Alt)

    wall.wait_for("03 09:10-10:10 tracked letters")
    assert current(wall) == "letters"
    assert wall.stage.toasts == ["Entry moved"]


def test_shift_alt_and_arrows_change_the_length(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "workshop", day=3)
    wall.open()
    wall.stand_on("workshop")

    hold(wall, Key.Key_Down, Key.Key_Down, with_=ALT | SHIFT)

    # Without letting go: a moment of rest is enough.
    wall.wait_for("05 09:00-10:10 planned workshop")
    assert wall.stage.toasts == ["Event changed"]


def test_quick_moves_one_after_the_other_add_up(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")

    for _ in range(4):
        wall.key(Key.Key_Down, ALT)

    wall.wait_for("02 09:20-10:20 tracked letters")
    wall.wait(lambda: wall.body.seen.draft is None)


def test_what_was_moved_there_and_back_is_not_written(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")

    hold(wall, Key.Key_Down, Key.Key_Up)
    QTest.keyRelease(wall.body, Key.Key_Alt)

    assert wall.body.seen.draft is None
    assert wall.stage.toasts == []


def test_escape_takes_a_move_by_keys_back(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")

    hold(wall, Key.Key_Down)
    wall.key(Key.Key_Escape)

    assert wall.body.seen.draft is None
    assert wall.entries() == ["02 09:00-10:00 letters"]


def test_a_running_entry_is_not_moved_by_keys(wall: Wall) -> None:
    wall.run(start_timer, description="design", started_at=at("12:00", 2))
    wall.open()
    wall.stand_on("design")

    wall.key(Key.Key_Up, ALT)
    wall.key(Key.Key_Down, ALT | SHIFT)

    assert wall.body.seen.draft is None


def test_enter_edits_and_del_deletes(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")
    wall.key(Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    form = wall.page.actions_.entries.form
    assert form is not None
    form.description.setText("post")
    QTest.keyClick(form.description, Key.Key_Return)
    wall.wait_for("02 09:00-10:00 tracked post")

    wall.wait(wall.body.hasFocus)
    wall.key(Key.Key_Delete)

    wall.wait(lambda: wall.said == [])
    assert wall.stage.toasts == ["Entry changed", "Entry deleted"]


def test_n_begins_something_after_the_block_the_keyboard_is_on(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")

    wall.key(Key.Key_N)

    draft = wall.body.seen.draft
    assert draft is not None
    assert (draft.since, draft.until, draft.sort) == (at("10:00"), at("11:00"), Sort.TRACKED)
    wall.wait(lambda: wall.page.actions_.entries.form is not None)


def test_n_begins_something_now_where_nothing_is_chosen(wall: Wall) -> None:
    wall.open()
    wall.key(Key.Key_N)
    draft = wall.body.seen.draft
    assert draft is not None
    assert draft.since == at("13:00", 2)
    wall.wait(lambda: wall.page.actions_.events.form is not None)


def test_letters_act_on_the_block(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")
    wall.key(Key.Key_S)
    wall.wait_for("02 09:00-09:30 tracked letters", "02 09:30-10:00 tracked letters")
    wall.key(Key.Key_D)
    wall.wait(lambda: len(wall.said) == 3)
    wall.key(Key.Key_C)
    wall.wait(lambda: any(block.is_running for block in wall.blocks))
    wall.key(Key.Key_O)

    assert wall.stage.toasts == ["Entry split", "Entry duplicated. It overlaps 1 other entry by 0:30.", "Timer started"]
    assert wall.stage.went[0][0] == "today"


def test_keys_change_view_and_days(wall: Wall) -> None:
    wall.open()
    wall.key(Key.Key_PageDown)
    wall.wait(lambda: wall.page.header.title.text() == "9 – 13 March 2026")
    wall.key(Key.Key_PageUp)
    wall.key(Key.Key_PageUp)
    wall.wait(lambda: wall.page.header.title.text() == "23 – 27 February 2026")
    wall.key(Key.Key_3)
    wall.wait(lambda: wall.page.header.title.text() == "23 Feb – 1 Mar 2026")
    wall.key(Key.Key_T)
    wall.wait(lambda: wall.page.header.title.text() == "2 – 8 March 2026")
    wall.key(Key.Key_1)
    wall.wait(lambda: wall.page.header.title.text() == "Wednesday, 4 March 2026")

    assert wall.page.header.switch.value() == ViewName.DAY.value
    assert wall.stage.shell.device_setting("calendar_view") == "day"


def test_keys_of_the_page_work_on_its_buttons_and_in_the_month_but_not_in_a_form(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.page.header.today.setFocus()
    QTest.keyClick(wall.page.header.today, Key.Key_4)
    wall.wait(lambda: wall.page.header.title.text() == "March 2026")
    QTest.keyClick(wall.page.header.today, Key.Key_PageDown)
    wall.wait(lambda: wall.page.header.title.text() == "April 2026")
    QTest.keyClick(wall.page.header.today, Key.Key_T)
    QTest.keyClick(wall.page.header.today, Key.Key_2)
    wall.wait(lambda: wall.page.header.title.text() == "2 – 6 March 2026" and wall.page.grid.isVisible())

    wall.stand_on("letters")
    wall.body.setFocus()
    wall.key(Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    form = wall.page.actions_.entries.form
    assert form is not None
    QTest.keyClick(form.description, Key.Key_PageDown)
    assert wall.page.day is None


def test_plus_and_minus_zoom_and_the_device_remembers(wall: Wall) -> None:
    wall.open()
    before = wall.body.hour
    wall.key(Key.Key_Plus)
    assert wall.body.hour > before
    wall.key(Key.Key_Minus)
    wall.key(Key.Key_Minus)
    assert wall.body.hour < before
    for _ in range(30):
        wall.key(Key.Key_Minus)

    assert wall.body.grid.height >= wall.body.viewport().height() - 1
    wall.wait(lambda: wall.stage.shell.device_setting("calendar_hour") == round(wall.body.hour))


def test_the_menu_key_opens_the_menu_of_the_block(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")

    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(wall.body.viewport(), QContextMenuEvent(reason, QPoint(), QPoint()))

    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert "Delete" in [action.text() for action in menu.actions()]
    menu.close()


def test_the_block_the_keyboard_is_on_is_told_to_a_screen_reader(wall: Wall) -> None:
    shop = wall.project("Shop")
    wall.add("09:00", "10:30", "letters", project=shop.id)
    wall.open()
    wall.stand_on("letters")

    said = wall.body.accessibleDescription()
    assert said == "letters, Shop, tracked, Monday, 2 March, 09:00 – 10:30 · 1:30"
