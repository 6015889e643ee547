from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.today import Today, at


def test_scrolling_back_reads_day_by_day_and_lets_go_of_what_is_far(today: Today) -> None:
    fill_many_days(today, 80)
    today.open()
    view, model = today.page.view, today.page.model
    assert len(model.lines) < 100

    bar = view.verticalScrollBar()
    counts: list[int] = []

    def scroll(step: int) -> bool:
        bar.setValue(bar.value() + step)
        counts.append(model.rowCount())
        return bar.value() == (bar.maximum() if step > 0 else 0)

    today.qtbot.waitUntil(lambda: scroll(400) and today.said[-1] == "0 of day 79", timeout=20_000)
    assert today.said[0] != "Monday, 2 March"
    today.qtbot.waitUntil(lambda: scroll(-400) and today.said[0] == "Monday, 2 March", timeout=20_000)

    assert max(counts) < 420


def fill_many_days(today: Today, days: int) -> None:
    from app.storage.context import Context
    from app.storage.unit_of_work import unit_of_work
    from tests.support.store import make_entry

    def fill(ctx: Context) -> None:
        with unit_of_work(ctx, "import") as work:
            work.time_entries.save_all(
                make_entry(ctx, at(f"{8 + place}:00", -day), 1800, description=f"{place} of day {day}")
                for day in range(days)
                for place in range(8)
            )

    today.run(fill)


def test_a_day_of_the_strip_goes_there_and_back(today: Today) -> None:
    fill_many_days(today, 60)
    today.open()
    strip = today.page.strip
    today.wait(lambda: strip.first_day == "2026-03-02")
    strip.week.buttons["caret-left"].click()
    today.wait(lambda: strip.first_day == "2026-02-23")
    assert strip.week._title == "23 Feb – 1 Mar"

    QTest.mouseClick(strip.cards[2], Qt.MouseButton.LeftButton)
    today.wait(lambda: today.page.view.top_day() == "2026-02-25")
    strip.week.buttons["circle"].click()

    today.wait(lambda: today.page.view.top_day() == "2026-03-02")
    today.wait(lambda: strip.first_day == "2026-03-02")


def test_a_day_far_away_is_read_with_its_neighbours(today: Today) -> None:
    fill_many_days(today, 60)
    today.open()

    today.page.open_target("2026-01-10")

    today.wait(lambda: today.page.view.top_day() == "2026-01-10")
    today.wait(lambda: today.page.strip.first_day == "2026-01-05")
    today.page.loader.go_to_newest()
    today.wait(lambda: today.page.view.top_day() == "2026-03-02")
    today.page.view.verticalScrollBar().setValue(200)
    today.page.loader.go_to_newest()
    assert today.page.view.verticalScrollBar().value() == 0


def test_an_empty_day_says_how_to_fill_it(today: Today) -> None:
    today.add("9:00", "10:00", "one", day=-10)
    today.open()

    today.page.go_to_day("2026-02-25")

    today.wait(lambda: "Wednesday, 25 February" in today.said)
    assert any("2026-02-25 9-11" in text for text in today.said)


def test_an_entry_asked_for_by_another_page_gets_the_keyboard(today: Today) -> None:
    entry = today.add("9:00", "10:00", "far away", day=-300)
    fill_many_days(today, 30)
    today.open()

    today.page.open_target(entry.id)

    # Summer time: an hour later by the clock.
    today.wait(lambda: "10:00-11:00 far away" in today.entries)
    today.wait(lambda: today.page.view.currentIndex() == today.index("far away"))
    today.page.open_target("0195f000-0000-7000-8000-00000000dead")
    today.run(lambda ctx: None)
    assert "far away" in today.said
