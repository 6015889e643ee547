"""Which days are looked at: by name, or from one day to another."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.ranges import Range
from app.orchestrators.settings.settings import update_settings
from app.storage.context import Context
from app.ui.ranges.range_filter import ALL_TIME, CUSTOM, Chosen, RangeFilter
from app.ui.ranges.spans import days_of


@pytest.fixture
def dates(qtbot: QtBot) -> RangeFilter:
    made = RangeFilter()
    qtbot.addWidget(made)
    made.show()
    return made


def test_all_time_is_usual_and_every_choice_is_named(dates: RangeFilter) -> None:
    assert dates.value() == ALL_TIME
    assert dates.button.text() == "All time"
    assert [label for label, _ in dates.button.choices][:3] == ["All time", "This week", "Last week"]
    assert len(dates.button.choices) == len(Range) + 1


def test_a_named_range_is_said_once(dates: RangeFilter) -> None:
    heard: list[Chosen] = []
    dates.changed.connect(lambda: heard.append(dates.value()))

    dates.button.choose(Range.LAST_MONTH)
    dates.button.choose(Range.LAST_MONTH)

    assert heard == [Chosen(Range.LAST_MONTH)]
    assert not dates.since.isVisible()


def test_ones_own_days_are_typed_and_may_be_open(dates: RangeFilter) -> None:
    heard: list[Chosen] = []
    dates.changed.connect(lambda: heard.append(dates.value()))
    dates.button.choose(CUSTOM)
    assert dates.since.isVisible()

    QTest.keyClicks(dates.since, "2026-02-01")
    dates.since.editingFinished.emit()
    dates.until.setText("whenever")
    dates.until.editingFinished.emit()

    assert heard[-1] == Chosen(None, "2026-02-01", None)
    assert dates.until.property("tone") == "problem"
    dates.until.setText("5 Feb 2026")
    dates.until.editingFinished.emit()
    assert heard[-1] == Chosen(None, "2026-02-01", "2026-02-05")
    assert dates.until.property("tone") == ""


def test_a_page_that_needs_two_ends_offers_no_all_time(qtbot: QtBot) -> None:
    made = RangeFilter(Range.THIS_MONTH, has_all=False)
    qtbot.addWidget(made)

    assert made.value() == Chosen(Range.THIS_MONTH)
    assert Range.ALL not in [value for _, value in made.button.choices]


def test_names_become_days_by_the_persons_week(ctx: Context) -> None:
    assert days_of(ctx, Range.THIS_WEEK, None, None) == ("2026-03-02", "2026-03-08")
    update_settings(ctx, week_start=6)

    assert days_of(ctx, Range.THIS_WEEK, None, None) == ("2026-03-01", "2026-03-07")
    assert days_of(ctx, None, "2026-01-01", None) == ("2026-01-01", None)
