from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.orchestrators.history.history import undo
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import add_entry, delete_entries, edit_entry
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.ui.today.lines import DayLine, EntryLine
from app.ui.today.model import LINE
from tests.support.store import clock_of
from tests.support.today import Today, at


def test_empty_store_says_what_belongs_here_and_offers_the_import(today: Today) -> None:
    today.open()
    wanted: list[bool] = []
    today.stage.shell.import_wanted.connect(lambda: wanted.append(True))
    today.wait(today.page.empty.isVisible)

    today.page.empty.buttons["import"].click()

    assert wanted == [True]


def test_first_entry_replaces_the_empty_page(today: Today) -> None:
    today.open()
    today.wait(today.page.empty.isVisible)

    today.add("9:00", "10:00", "first")

    today.wait_for("09:00-10:00 first")
    assert today.page.view.isVisible()


def test_entries_stand_by_day_newest_first_with_totals(today: Today) -> None:
    website = today.project("Website", color="blue", billable=True)
    ux = today.tag("ux")
    today.add("9:00", "10:30", "wireframes", project=website.id, tags=[ux.id])
    today.add("10:30", "11:00", "stand-up")
    today.add("8:00", "9:00", "older", day=-1)

    today.open()

    assert today.said == ["Monday, 2 March", "stand-up", "wireframes", "Sunday, 1 March", "older"]
    head, _, entry = today.lines[:3]
    assert isinstance(head, DayLine)
    assert (head.name, today.page.model.length(head)) == ("Today", "2:00")
    spoken = today.page.model.index(2).data()
    assert spoken == "wireframes, Website, #ux, 09:00 – 10:30, 1:30, billable"
    assert entry is today.page.model.index(2).data(LINE)


def test_equal_entries_fold_under_a_count_and_unfold_by_click_and_arrows(today: Today) -> None:
    today.add("9:00", "10:00", "emails")
    today.add("10:00", "11:00", "call")
    today.add("11:00", "11:30", "emails")
    today.open()
    today.wait_for("09:00-11:30 emails", "10:00-11:00 call")
    assert today.page.model.length(today.line("emails")) == "1:30"

    today.click("emails", "count")
    assert today.entries == ["09:00-11:30 emails", "11:00-11:30 emails", "09:00-10:00 emails", "10:00-11:00 call"]

    today.page.view.setFocus()
    today.page.view.put_on(today.page.model.index(2))
    today.key(Qt.Key.Key_Left)
    assert today.page.view.currentIndex().row() == 1
    today.key(Qt.Key.Key_Left)
    assert today.entries == ["09:00-11:30 emails", "10:00-11:00 call"]
    today.key(Qt.Key.Key_Right)
    assert len(today.entries) == 4


def test_a_time_of_folded_entries_unfolds_them(today: Today) -> None:
    today.add("9:00", "10:00", "emails")
    today.add("11:00", "11:30", "emails")
    today.open()

    today.click("emails", "start")

    assert len(today.entries) == 3


def test_running_entry_grows_and_stands_alone(today: Today) -> None:
    today.add("9:00", "10:00", "emails")
    today.run(start_timer, description="emails", started_at=at("17:00"))
    today.open()
    today.wait_for("17:00-now emails", "09:00-10:00 emails")
    before = today.page.model.length(today.line("emails"))
    assert before == "1:00:00"
    head = next(iter(today.page.model.days()))

    today.wait(lambda: today.page.model.length(today.line("emails")) == "1:00:02")

    assert today.page.model.seconds(head) >= 2 * 3600 + 2
    assert today.page._tick.isActive()
    today.page.hide()
    assert not today.page._tick.isActive()


def test_list_moves_on_with_the_second_of_the_clock_like_the_bar(today: Today) -> None:
    today.open()
    timer, model = today.page._tick, today.page.model
    assert timer.isSingleShot()

    due = int(model._since.elapsed()) + model._late_ms + timer.remainingTime()

    assert due % 1000 <= 60


def test_a_moved_clock_and_a_new_day_are_noticed(today: Today) -> None:
    today.add("9:00", "10:00", "emails")
    today.open()
    assert today.stage.ctx is not None
    clock_of(today.stage.ctx).forward(86_400)

    today.page.loader._since_sync.restart()
    today.page.loader.keep_time()
    today.page.loader._check_time((at("18:00", 1), "2026-03-03"))

    today.wait(lambda: today.said[0] == "Tuesday, 3 March")
    assert today.mark().text == "Nothing tracked yet."


def test_today_without_entries_offers_to_continue(today: Today) -> None:
    today.add("8:00", "9:00", "older", day=-1)
    today.open()
    assert today.said[:2] == ["Monday, 2 March", "Nothing tracked yet."]

    today.click_fix(today.mark(), "Continue “older”")

    today.wait_for("18:00-now older", "08:00-09:00 older")
    assert "Timer started" in today.stage.toasts


def test_changes_elsewhere_keep_place_choice_and_focus(today: Today) -> None:
    for day in range(20):
        today.add("9:00", "10:00", f"a{day}", day=-day)
        today.add("10:00", "11:00", f"b{day}", day=-day)
    today.open()
    view = today.page.view
    view.go_to("day:2026-02-20")
    today.stand_on("a10")
    top, y = view.top_day(), view.visualRect(today.index("a10")).top()

    today.add("12:00", "13:00", "new at the top")

    today.wait(lambda: "12:00-13:00 new at the top" in today.entries)
    assert view.top_day() == top
    assert view.visualRect(today.index("a10")).top() == y
    assert view.currentIndex() == today.index("a10")
    assert [line.description for line in view.chosen_lines()] == ["a10"]


def test_only_what_changed_is_touched(today: Today) -> None:
    entry = today.add("9:00", "10:00", "one")
    today.add("10:00", "11:00", "two")
    today.open()
    resets: list[bool] = []
    changed: list[int] = []
    today.page.model.modelReset.connect(lambda: resets.append(True))
    today.page.model.dataChanged.connect(lambda index: changed.append(index.row()))

    today.run(edit_entry, entry.id, description="uno")

    today.wait(lambda: "09:00-10:00 uno" in today.entries)
    assert changed == [2]
    assert resets == []


def test_a_moved_entry_stays_chosen(today: Today) -> None:
    entry = today.add("9:00", "10:00", "one")
    today.add("10:00", "11:00", "two")
    today.open()
    today.stand_on("one")

    today.run(edit_entry, entry.id, started_at=at("12:00"), ended_at=at("13:00"))

    today.wait(lambda: today.entries[0] == "12:00-13:00 one")
    assert today.page.view.currentIndex() == today.index("one")
    assert today.page.view.selectionModel().isSelected(today.index("one"))


def test_settings_change_how_times_and_durations_are_written(today: Today) -> None:
    today.add("13:30", "15:00", "one")
    today.open()

    today.run(update_settings, clock24=False, duration_style="decimal", week_start=6)

    today.wait_for("1:30 pm-3:00 pm one")
    assert today.page.model.length(today.line("one")) == "1.50"
    today.wait(lambda: today.page.strip.first_day == "2026-03-01")


def test_work_elsewhere_tells_the_time_it_was_there(today: Today) -> None:
    today.add("16:00", "17:00", "call", tz="America/New_York")
    today.open()

    assert today.line("call").note == "10:00 in New York"


def test_an_end_after_midnight_says_so(today: Today) -> None:
    today.add("22:00", "25:30", "late", day=-2)
    today.open()

    assert today.entries == ["22:00-01:30 +1 late"]


def test_compact_rows_are_lower_and_everything_is_still_there(today: Today) -> None:
    website = today.project("Website", color="blue")
    today.add("9:00", "10:00", "one", project=website.id)
    today.open()
    high = today.page.view.visualRect(today.index("one")).height()

    today.stage.shell.put_device_setting(compact_rows=True)
    today.page.restyle()

    row = today.page.view.visualRect(today.index("one"))
    assert row.height() < high
    assert row.contains(today.page.view.place_of(today.index("one"), "project"))
    assert not today.page.view.grab().isNull()


def test_a_missing_project_is_named_as_such(today: Today) -> None:
    today.run(_track_on_unknown_project)
    today.open()

    line = today.lines[1]
    assert isinstance(line, EntryLine)
    assert (line.project, line.is_missing) == ("Missing project", True)
    assert not today.page.view.grab().isNull()


def _track_on_unknown_project(ctx: object) -> None:
    from app.storage.context import Context
    from app.storage.unit_of_work import unit_of_work
    from tests.support.store import make_entry

    assert isinstance(ctx, Context)
    with unit_of_work(ctx, "sync") as work:
        work.time_entries.save(make_entry(ctx, at("9:00"), 3600, project=ctx.new_id()))


def test_hidden_page_reloads_when_it_comes_back(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()
    today.page.hide()
    today.add("10:00", "11:00", "two")

    today.page.show()
    today.page.activate()

    today.wait_for("10:00-11:00 two", "09:00-10:00 one")


def test_deleting_everything_brings_the_empty_page(today: Today) -> None:
    entry = today.add("9:00", "10:00", "one")
    today.open()

    today.run(delete_entries, [entry.id])
    today.wait(today.page.empty.isVisible)
    today.run(undo)

    today.wait_for("09:00-10:00 one")


def test_a_stopped_timer_no_longer_grows(today: Today) -> None:
    today.run(start_timer, description="one", started_at=at("17:00"))
    today.open()
    assert list(today.page.model.running()) == [0, 1]

    today.run(stop_timer)

    today.wait_for("17:00-18:00 one")
    assert list(today.page.model.running()) == []


def test_tooltips_and_the_hand_tell_what_can_be_clicked(today: Today) -> None:
    from app.ui.today.tips import tip_of

    long = "a description that is longer than there is room for it"
    today.add("9:00", "10:00", long)
    today.open()
    today.hover(long)

    line = today.line(long)
    assert tip_of(line, "delete") == "Delete (Del)"
    assert tip_of(line, "billable") == "Not billable (B)"
    assert tip_of(line, "description") == long
    assert tip_of(None, "delete") == ""
    assert tip_of(line, "") == ""
    place = today.page.view.place_of(today.index(long), "delete").center()
    QTest.mouseMove(today.page.view.viewport(), place)
    today.page.view._pointer.move(place)
    assert today.page.view.delegate.hot.part == "delete"
    assert today.page.view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert not today.page.view.grab().isNull()
    today.page.view._pointer.move(QPoint(5, 5))
    assert today.page.view.delegate.hot.part == ""


def test_every_control_has_a_name_and_tab_goes_from_the_week_to_the_list(today: Today) -> None:
    from PySide6.QtWidgets import QWidget

    today.add("9:00", "10:00", "one")
    today.open()
    stops = [
        widget
        for widget in today.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    assert [widget for widget in stops if not widget.accessibleName()] == []

    today.page.strip.cards[0].setFocus()
    walked: list[QWidget | None] = []
    for _ in range(2):
        QTest.keyClick(today.stage.window.focusWidget(), Qt.Key.Key_Tab)
        walked.append(today.stage.window.focusWidget())

    assert walked == [today.page.strip.week.buttons["caret-left"], today.page.view]


def test_short_overlaps_are_told_in_seconds(today: Today) -> None:
    today.run(update_settings, duration_style="decimal")
    today.add("9:00", "10:00", "one")
    today.run(add_entry, started_at=at("10:00") - 30, ended_at=at("11:00"), description="two")
    today.open()

    assert today.mark().text == "0:00:30 counted twice, 09:59 – 10:00"
