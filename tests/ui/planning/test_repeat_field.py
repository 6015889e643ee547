"""How an event repeats, chosen in the form: presets in words, anything else put together, and until when."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.planning.test_event_form import a_form, an_event, choose, refused, submitted, type_into


def test_presets_name_the_day_the_event_begins_on(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    box = form.repeat.presets

    assert [box.itemText(place) for place in range(box.count())] == [
        "Does not repeat", "Every day", "Every weekday", "Every week on Tue", "Every 2 weeks on Tue",
        "Every month on day 3", "Every month on the first Tuesday", "Every year on 3 Mar", "Custom…",
    ]  # fmt: skip
    box.setCurrentIndex(3)
    type_into(form.span.start_day, "7 Mar 2026")
    assert "Every weekday" not in [box.itemText(place) for place in range(box.count())]


def test_a_preset_is_planned_until_a_day_or_so_many_times(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    form.repeat.presets.setCurrentIndex(3)
    form.repeat.presets.activated.emit(3)
    assert submitted(qtbot, form)["recurrence"] == "FREQ=WEEKLY;BYDAY=TU"

    choose(form.repeat.ends.how, "until")
    assert refused(form) == {"recurrence": "Say on which day it ends."}
    form.repeat.ends.until.set_day("2026-06-30")
    assert form.repeat.said.text() == "Every week on Tue until 30 Jun"
    assert submitted(qtbot, form)["recurrence"] == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630"
    form.repeat.ends.until.setText("never")
    assert "Not a date" in refused(form)["recurrence"]

    choose(form.repeat.ends.how, "count")
    form.repeat.ends.count.setText("many")
    assert refused(form) == {"recurrence": "Write how many times, from 1 to 999."}
    form.repeat.ends.count.setText("5")
    form.repeat.ends.count.textEdited.emit("5")
    assert form.repeat.said.text() == "Every week on Tue, 5 times"
    assert submitted(qtbot, form)["recurrence"] == "FREQ=WEEKLY;BYDAY=TU;COUNT=5"


def test_other_repetitions_are_put_together(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    choose(form.repeat.presets, "custom")
    custom = form.repeat.custom
    custom.days.buttons[3].click()
    custom.every.setText("2")
    custom.every.textEdited.emit("2")

    assert form.repeat.said.text() == "Every 2 weeks on Tue and Thu"
    assert submitted(qtbot, form)["recurrence"] == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"
    custom.every.setText("0")
    assert refused(form) == {"recurrence": "Write a number from 1 to 999."}
    with pytest.raises(ValueError, match="0"):
        form.repeat.value()
    custom.every.setText("3")
    choose(custom.unit, "MONTHLY")
    choose(custom.monthly, "nth")
    assert submitted(qtbot, form)["recurrence"] == "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU"
    choose(custom.unit, "DAILY")
    assert custom.days.isHidden()
    assert submitted(qtbot, form)["recurrence"] == "FREQ=DAILY;INTERVAL=3"


def test_a_week_has_at_least_one_day(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    choose(form.repeat.presets, "custom")

    form.repeat.custom.days.buttons[1].click()

    assert form.repeat.custom.days.value() == (1,)


def test_what_is_put_together_follows_another_first_day(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    choose(form.repeat.presets, "custom")

    type_into(form.span.start_day, "4 Mar 2026")

    assert submitted(qtbot, form)["recurrence"] == "FREQ=WEEKLY;BYDAY=WE"


def test_a_series_asks_which_of_it_is_meant(qtbot: QtBot) -> None:
    event = an_event(recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20260630")
    form = a_form(qtbot, event)
    form.title.setText("Daily")
    assert form.field("recurrence").isHidden()
    assert form.field("which").note == "Every 2 weeks on Tue and Thu until 30 Jun"
    assert submitted(qtbot, form) == {"title": "Daily", "which": "one"}

    form.which.setCurrentIndex(2)
    assert (form.repeat.presets.currentData(), form.repeat.ends.until.text()) == ("custom", "30 Jun 2026")
    assert submitted(qtbot, form) == {"title": "Daily", "which": "all"}
    form.repeat.custom.days.buttons[4].click()
    form.which.setCurrentIndex(1)
    changed = submitted(qtbot, form)
    assert changed["recurrence"] == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,FR;UNTIL=20260630"
    form.which.setCurrentIndex(0)
    assert submitted(qtbot, form) == {"title": "Daily", "which": "one"}


def test_a_series_that_begins_on_another_day_repeats_as_is_shown(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event(recurrence="FREQ=WEEKLY;BYDAY=TU,TH"))
    form.which.setCurrentIndex(2)

    type_into(form.span.start_day, "4 Mar 2026")

    assert submitted(qtbot, form)["recurrence"] == "FREQ=WEEKLY;BYDAY=TU,TH"


def test_a_preset_of_a_series_is_recognised(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event(recurrence="FREQ=WEEKLY;BYDAY=TU;COUNT=4"))

    assert form.repeat.presets.currentText() == "Every week on Tue"
    assert (form.repeat.ends.how.currentData(), form.repeat.ends.count.text()) == ("count", "4")


def test_a_rule_beyond_the_form_is_kept_as_it_is(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event(recurrence="FREQ=DAILY;BYMONTH=3,4"))
    form.which.setCurrentIndex(2)
    form.title.setText("Daily")

    assert form.repeat.presets.currentText() == "Repeats by a rule of its own"
    assert submitted(qtbot, form) == {"title": "Daily", "which": "all"}
    form.repeat.presets.setCurrentIndex(0)
    assert submitted(qtbot, form)["recurrence"] is None
