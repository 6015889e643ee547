from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.orchestrators.history.history import undo
from app.orchestrators.time_tracking.timer import start_timer
from tests.support.today import NO_KEYS, Today, at

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def three(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.add("10:00", "11:00", "two")
    today.add("11:00", "12:00", "three")
    today.open()


def test_continue_starts_a_timer_by_icon_and_by_key(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()

    today.click("one", "continue")

    today.wait_for("18:00-now one", "09:00-10:00 one")
    today.page.view.setFocus()
    today.page.view.put_on(today.page.model.index(len(today.lines) - 1))
    today.key(Qt.Key.Key_C)
    today.wait(lambda: today.stage.toasts == ["Timer started", "Timer started"])


def test_delete_goes_to_the_trash_and_undo_brings_back(today: Today) -> None:
    three(today)
    today.stand_on("two")

    today.key(Qt.Key.Key_Delete)

    today.wait_for("11:00-12:00 three", "09:00-10:00 one")
    assert today.stage.toasts == ["Entry deleted"]
    today.run(undo)
    today.wait_for("11:00-12:00 three", "10:00-11:00 two", "09:00-10:00 one")


def test_duplicate_adds_a_copy(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()
    today.stand_on("one")

    today.key(Qt.Key.Key_D)

    today.wait(lambda: len(today.stored()) == 2)


def test_a_running_entry_cannot_be_duplicated_and_it_says_so(today: Today) -> None:
    today.run(start_timer, description="one")
    today.open()

    today.click("one", "duplicate")

    today.wait(lambda: len(today.stage.toasts) == 1)
    assert "running" in today.stage.toasts[0]


def test_split_asks_where_and_offers_the_middle(today: Today) -> None:
    today.add("9:00", "11:00", "one")
    today.open()
    today.stand_on("one")
    today.key(Qt.Key.Key_S)
    line = today.page.editing.editor.line
    assert (line.text(), line.accessibleName()) == ("10:00", "Split")

    today.type("12:00")
    assert today.note == "Write a time between 09:00 and 11:00."
    today.type("9:30")

    today.wait(lambda: "Entry split" in today.stage.toasts)
    assert [(today.wall(e.started_at), today.wall(e.ended_at)) for e in today.stored()] == [
        ("02 09:30", "02 11:00"),
        ("02 09:00", "02 09:30"),
    ]


def test_split_of_folded_entries_unfolds_them(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.add("11:00", "12:00", "one")
    today.open()
    today.stand_on("one")

    today.key(Qt.Key.Key_S)

    assert len(today.entries) == 3


def test_leaving_the_split_field_splits_nothing(today: Today) -> None:
    today.add("9:00", "11:00", "one")
    today.open()
    today.click("one", "split")

    today.page.strip.cards[0].setFocus()

    assert not today.page.editing.editor.is_open
    assert len(today.stored()) == 1


def test_several_are_chosen_and_deleted_at_once(today: Today) -> None:
    three(today)
    today.click_row("three")
    assert not today.page.bar.isVisible()
    today.click_row("one", CTRL)
    assert today.page.bar.isVisible()
    assert today.page.bar.words.text() == "2 chosen · 2:00"

    today.page.bar.buttons["delete"].click()

    today.wait_for("10:00-11:00 two")
    assert today.stage.toasts == ["2 entries deleted"]
    assert not today.page.bar.isVisible()


def test_shift_chooses_a_run_and_escape_lets_go(today: Today) -> None:
    three(today)
    today.click_row("three")
    today.click("one", "description", SHIFT)
    assert [line.description for line in today.page.view.chosen_lines()] == ["three", "two", "one"]

    today.key(Qt.Key.Key_Escape)

    assert [line.description for line in today.page.view.chosen_lines()] == ["one"]
    assert not today.page.bar.isVisible()


def test_the_bar_lets_go(today: Today) -> None:
    three(today)
    today.page.view.selectAll()
    assert today.page.bar.isVisible()

    today.page.bar.buttons[""].click()

    assert not today.page.bar.isVisible()


def test_several_get_a_project_and_their_billing_at_once(today: Today) -> None:
    website = today.project("Website")
    three(today)
    today.page.view.selectAll()
    today.page.bar.buttons["project"].click()
    today.wait(lambda: today.page.editing.picking.picker is not None)
    picker = today.page.editing.picking.picker
    assert picker is not None
    picker.field.setText("web")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    today.wait(lambda: {entry.project for entry in today.stored()} == {website.id})
    assert today.stage.toasts == ["Project of 3 entries changed"]

    today.page.view.selectAll()
    today.page.bar.buttons["billable"].click()

    today.wait(lambda: all(entry.billable for entry in today.stored()))


def test_several_are_merged(today: Today) -> None:
    three(today)
    today.page.view.selectAll()
    today.page.view.setFocus()

    today.key(Qt.Key.Key_M)

    today.wait_for("09:00-12:00 one; two; three")
    assert today.stage.toasts == ["3 entries merged"]


def test_one_alone_cannot_be_merged_and_it_says_why(today: Today) -> None:
    three(today)
    today.stand_on("one")

    today.key(Qt.Key.Key_M)

    today.wait(lambda: today.stage.toasts == ["Choose at least two entries to merge."])


def test_the_keyboard_walks_from_entry_to_entry_past_the_heads(today: Today) -> None:
    three(today)
    today.add("9:00", "10:00", "older", day=-1)
    today.wait(lambda: len(today.entries) == 4)
    view = today.page.view
    today.page.strip.cards[0].setFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.current_line() is today.line("three")

    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home,
                Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End):  # fmt: skip
        today.key(key)
        line = view.current_line()
        walked.append(getattr(line, "description", ""))

    assert walked == ["two", "one", "older", "older", "one", "three", "older", "three", "older"]
    assert [line.description for line in view.chosen_lines()] == ["older"]


def test_the_menu_offers_what_one_and_what_many_can(today: Today) -> None:
    three(today)
    today.add("14:00", "15:00", "one")
    today.wait(lambda: len(today.entries) == 3)
    view, actions = today.page.view, today.page.actions_
    today.stand_on("two")

    names = [action.objectName() for action in actions.menu(view.chosen_lines()).actions() if action.objectName()]
    assert names == [
        "continue", "description", "project", "tags", "billable", "start", "end", "length", "split", "duplicate",
        "delete",
    ]  # fmt: skip
    view.selectAll()
    names = [action.objectName() for action in actions.menu(view.chosen_lines()).actions() if action.objectName()]
    assert names == ["project", "billable", "merge", "delete"]


def test_the_menu_opens_by_right_click_and_by_key_and_acts(today: Today) -> None:
    three(today)
    view = today.page.view
    place = view.visualRect(today.index("two")).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    view.contextMenuEvent(event)
    menu = open_menu(today)
    next(action for action in menu.actions() if action.objectName() == "length").trigger()
    menu.close()
    assert today.page.editing.editor.line.text() == "1:00"
    today.type("0:30")
    today.wait(lambda: "10:00-10:30 two" in today.entries)

    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, place))
    menu = open_menu(today)
    menu.close()
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, view.rect().bottomLeft(), place))
    assert today.page.findChildren(QMenu) == [] or not any(m.isVisible() for m in today.page.findChildren(QMenu))


def open_menu(today: Today) -> QMenu:
    today.wait(lambda: any(menu.isVisible() for menu in today.page.findChildren(QMenu)))
    return next(menu for menu in today.page.findChildren(QMenu) if menu.isVisible())


def test_a_press_that_is_let_go_elsewhere_does_nothing(today: Today) -> None:
    three(today)
    viewport = today.page.view.viewport()
    today.hover("one")
    spot = today.page.view.place_of(today.index("one"), "delete").center()

    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NO_KEYS, spot)
    QTest.mouseMove(viewport, today.page.view.visualRect(today.index("three")).center())
    QTest.mouseRelease(
        viewport, Qt.MouseButton.LeftButton, NO_KEYS, today.page.view.visualRect(today.index("three")).center()
    )

    assert len(today.stored()) == 3
    assert today.stage.toasts == []


def test_gap_is_filled_with_what_was_done_before_it(today: Today) -> None:
    website = today.project("Website")
    today.add("9:00", "10:00", "one", project=website.id)
    today.add("10:25", "11:00", "two")
    today.open()
    mark = today.mark()
    assert mark.text == "0:25 not tracked, 10:00 – 10:25"

    today.click_fix(mark, "Fill with Website")

    today.wait(lambda: [today.wall(e.ended_at) for e in today.stored()] == ["02 11:00", "02 10:25", "02 10:00"])
    # It is on the disk before the window has heard of it.
    today.wait(lambda: today.stage.toasts == ["Gap filled"])
    assert today.stored()[1].project == website.id
    assert "0:25 not tracked, 10:00 – 10:25" not in today.said


def test_gap_is_known_as_a_break_until_undone(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.add("10:25", "11:00", "two")
    today.open()

    today.click_fix(today.mark(), "Break")

    today.wait(lambda: today.said == ["Monday, 2 March", "two", "one"])
    assert today.stage.toasts == ["Marked as a break"]
    today.run(undo)
    today.wait(lambda: len(today.said) == 4)


def test_enter_on_a_mark_does_its_first_fix(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.add("10:25", "11:00", "two")
    today.open()
    today.stand_on("two")

    today.key(Qt.Key.Key_Down)
    assert today.page.view.current_line() is today.mark()
    assert not today.page.view.grab().isNull()
    today.key(Qt.Key.Key_Return)

    today.wait(lambda: len(today.stored()) == 3)


def test_overlap_is_cut_on_either_side(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.add("9:45", "11:00", "two")
    today.open()
    assert today.mark().text == "0:15 counted twice, 09:45 – 10:00"

    today.click_fix(today.mark(), "Cut “two”")

    today.wait_for("10:00-11:00 two", "09:00-10:00 one")
    assert today.stage.toasts == ["Overlap cut"]


def test_an_entry_inside_another_can_be_deleted(today: Today) -> None:
    today.add("9:00", "12:00", "outer")
    today.add("10:00", "10:30")
    today.open()
    assert [fix.label for fix in today.mark().fixes] == ["Cut “outer”", "Delete 10:00"]

    today.click_fix(today.mark(), "Delete 10:00")

    today.wait_for("09:00-12:00 outer")


def test_gaps_of_older_days_are_left_alone_but_overlaps_are_not(today: Today) -> None:
    today.add("9:00", "10:00", "today")
    today.add("9:00", "10:00", "yesterday", day=-1)
    for day in (-2, -3):
        today.add("9:00", "10:00", f"a {day}", day=day)
        today.add("10:25", "11:00", f"b {day}", day=day)
    today.add("10:59", "11:30", "over", day=-3)
    today.open()

    marks = [text for text in today.said if "tracked" in text or "twice" in text]

    assert marks == ["0:01 counted twice, 10:59 – 11:00"]


def test_marks_between_folded_entries_stand_under_the_fold(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.add("10:25", "11:00", "one")
    today.open()
    assert today.said == ["Monday, 2 March", "one", "0:25 not tracked, 10:00 – 10:25"]
    assert not today.page.view.grab().isNull()

    today.click("one", "count")

    assert today.said == ["Monday, 2 March", "one", "one", "0:25 not tracked, 10:00 – 10:25", "one"]


def test_an_unfolded_row_and_its_members_count_once(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.add("10:00", "11:00", "one")
    today.open()
    today.click("one", "count")

    today.page.view.selectAll()

    assert today.page.bar.words.text() == "2 chosen · 2:00"


def test_running_timers_overlap_is_fixed_without_stopping_it(today: Today) -> None:
    today.run(start_timer, description="one", started_at=at("9:00"))
    today.add("10:00", "10:30", "two")
    today.open()

    assert [fix.label for fix in today.mark().fixes] == ["Delete “two”"]


def test_every_key_that_is_listed_is_one(today: Today) -> None:
    from PySide6.QtGui import QKeySequence

    from app.ui.today.keys import today_keys

    assert all(QKeySequence(key).count() == 1 and words for key, words in today_keys())
