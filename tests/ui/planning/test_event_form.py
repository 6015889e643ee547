"""The form of a planned event: what is typed is what is planned, and what cannot be is said where it stands."""

from datetime import datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.domain.days import resolve_local
from app.domain.entities.planning import PlannedEvent
from app.domain.ids import UserId
from app.ui.choices import Choice
from app.ui.planning.event_form import Draft, EventForm
from app.ui.planning.span_field import span_words
from app.ui.planning.work import Surroundings
from app.ui.widgets.menu_button import MenuButton

AROUND = Surroundings((Choice("p1", "Website"), Choice("p2", "Mobile app")), "Europe/Berlin", 1_772_600_000, 0)


def at(text: str, tz: str = "Europe/Berlin") -> int:
    return resolve_local(datetime.fromisoformat(text), tz).instants[0]


def an_event(start: str = "2026-03-03 09:00", end: str = "2026-03-03 10:00", **fields: Any) -> PlannedEvent:
    base: dict[str, Any] = {
        "id": "e",
        "created_at": 0,
        "user": UserId("me"),
        "title": "Stand-up",
        "tz": "Europe/Berlin",
    }
    return PlannedEvent(starts_at=at(start), ends_at=at(end), **base | fields)


def a_form(qtbot: QtBot, event: PlannedEvent | None = None, **fields: Any) -> EventForm:
    if event is not None:
        fields = {"title": event.title, "project": event.project, "all_day": event.all_day, "event": event} | fields
        draft = Draft(event.starts_at, event.ends_at, **fields)
    else:
        draft = Draft(at("2026-03-03 09:00"), at("2026-03-03 10:00"), **fields)
    form = EventForm(draft, AROUND)
    qtbot.addWidget(form)
    qtbot.addWidget(form.foot)
    form.show()
    return form


def type_into(field: Any, text: str) -> None:
    field.setText(text)
    field.editingFinished.emit()


def choose(box: Any, value: object) -> None:
    box.setCurrentIndex(box.place_of(value))
    box.activated.emit(box.currentIndex())


def submitted(qtbot: QtBot, form: EventForm) -> dict[str, Any]:
    with qtbot.waitSignal(form.submitted) as said:
        form.submit()
    assert said.args is not None
    fields: dict[str, Any] = said.args[0]
    return fields


def refused(form: EventForm) -> dict[str, str]:
    form.submit()
    names = ("title", "starts_at", "recurrence")
    return {name: form.field(name).note for name in names if form.field(name).note}


def test_a_new_event_is_what_was_typed(qtbot: QtBot) -> None:
    form = a_form(qtbot, project="p1")
    form.title.setText(" Kick-off ")
    form.notes.setPlainText("Bring the board\n")
    choose(form.project, "p2")

    assert form.heading == "Plan time"
    assert submitted(qtbot, form) == {
        "title": "Kick-off", "project": "p2", "starts_at": at("2026-03-03 09:00"), "ends_at": at("2026-03-03 10:00"),
        "all_day": False, "recurrence": None, "notes": "Bring the board",
    }  # fmt: skip


def test_a_title_or_a_project_is_needed(qtbot: QtBot) -> None:
    form = a_form(qtbot)

    assert refused(form) == {"title": "Give it a title, or choose a project."}


def test_moving_the_start_takes_the_end_along(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")

    type_into(form.span.start_time, "23:30")
    assert (form.span.end_day.text(), form.span.end_time.text()) == ("4 Mar 2026", "00:30")
    type_into(form.span.start_day, "5 Mar 2026")

    fields = submitted(qtbot, form)
    assert (fields["starts_at"], fields["ends_at"]) == (at("2026-03-05 23:30"), at("2026-03-06 00:30"))


def test_an_end_that_was_changed_stays_when_the_start_moves_next(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    form.span.end_time.setText("11")

    type_into(form.span.start_time, "930")

    fields = submitted(qtbot, form)
    assert (fields["starts_at"], fields["ends_at"]) == (at("2026-03-03 09:30"), at("2026-03-03 11:00"))


def test_a_day_may_end_at_midnight(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    form.span.end_time.setText("24:00")

    assert submitted(qtbot, form)["ends_at"] == at("2026-03-04 00:00")


def test_whole_days_have_no_times(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")

    form.span.all_day.setChecked(True)
    form.span.end_day.set_day("2026-03-05")

    assert form.span.start_time.isHidden()
    fields = submitted(qtbot, form)
    assert (fields["all_day"], fields["starts_at"], fields["ends_at"]) == (True, at("2026-03-03"), at("2026-03-06"))


def test_whole_days_are_shown_by_their_last_day(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event("2026-03-28", "2026-03-30", all_day=True))

    assert (form.span.start_day.text(), form.span.end_day.text()) == ("28 Mar 2026", "29 Mar 2026")
    assert submitted(qtbot, form) == {"which": "all"}


def test_whole_days_that_get_times_begin_in_the_morning(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event("2026-03-28", "2026-03-29", all_day=True))

    form.span.all_day.setChecked(False)

    fields = submitted(qtbot, form)
    assert (fields["all_day"], fields["starts_at"], fields["ends_at"]) == (
        False, at("2026-03-28 09:00"), at("2026-03-28 10:00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("start_time", "soon", "Write times like 9:30 or 14:00."),
        ("start_day", "someday", "Not a date. Write it like 24 Nov 2026."),
        ("end_day", "", "An event needs a first and a last day."),
        ("end_time", "8:00", "The event would end before it starts."),
    ],
)
def test_times_that_make_no_sense_are_said_at_their_field(qtbot: QtBot, field: str, text: str, why: str) -> None:
    form = a_form(qtbot, title="Plan")
    getattr(form.span, field).setText(text)

    assert refused(form) == {"starts_at": why}
    form.span._take_end_along()
    assert form.span.first_day() == "2026-03-03"


def test_a_time_that_clocks_skip_is_refused(qtbot: QtBot) -> None:
    form = a_form(qtbot, title="Plan")
    for name, text in (
        ("start_day", "29 Mar 2026"),
        ("end_day", "29 Mar 2026"),
        ("start_time", "2:30"),
        ("end_time", "4"),
    ):
        getattr(form.span, name).setText(text)

    assert refused(form) == {"starts_at": "The clocks go forward then: there is no such time on that day."}


def test_times_of_another_zone_are_said_to_be_of_there(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event(tz="America/New_York"))

    assert form.field("starts_at").note == "Times in New York"
    assert form.span.start_time.text() == "03:00"


def test_of_an_event_that_is_there_only_changes_are_handed_on(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event(project="p1", notes="Old"))
    form.title.setText("Daily")
    assert submitted(qtbot, form) == {"title": "Daily", "which": "all"}

    form.span.end_time.setText("10:30")
    fields = submitted(qtbot, form)
    assert fields == {
        "title": "Daily", "starts_at": at("2026-03-03 09:00"), "ends_at": at("2026-03-03 10:30"), "which": "all",
    }  # fmt: skip


def test_a_second_hour_of_the_night_stays_the_second(qtbot: QtBot) -> None:
    event = an_event()
    late = resolve_local(datetime.fromisoformat("2026-10-25 02:30"), "Europe/Berlin").instants[1]
    form = a_form(qtbot, PlannedEvent(**{name: getattr(event, name) for name in event.__slots__} | {
        "starts_at": late, "ends_at": late + 3600, "id": "e", "created_at": 0,
    }))  # fmt: skip
    form.title.setText("Night")

    assert submitted(qtbot, form) == {"title": "Night", "which": "all"}


def test_an_event_is_deleted_at_once_and_a_series_by_choice(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event())
    with qtbot.waitSignal(form.delete_wanted) as said:
        form.delete.click()
    assert said.args == ["all"]

    series = a_form(qtbot, an_event(recurrence="FREQ=WEEKLY"))
    assert isinstance(series.delete, MenuButton)
    actions = series.delete.opens.actions()
    assert [action.text() for action in actions] == ["Only this time", "This and all later ones", "All of them"]
    with qtbot.waitSignal(series.delete_wanted) as said:
        actions[1].trigger()
    assert said.args == ["following"]


@pytest.mark.parametrize(
    ("start", "is_done", "offered"),
    [("2026-03-03 09:00", False, True), ("2026-03-03 09:00", True, False), ("2026-03-20 09:00", False, False)],
)
def test_what_has_begun_and_was_not_tracked_can_be(qtbot: QtBot, start: str, is_done: bool, offered: bool) -> None:
    form = a_form(qtbot, an_event(start, "2026-03-20 10:00", project="p1"), is_done=is_done)

    assert form.track.isVisible() is offered
    if offered:
        with qtbot.waitSignal(form.track_wanted) as said:
            form.track.click()
        assert said.args == ["p1"]


def test_a_new_event_has_nothing_to_delete_or_track(qtbot: QtBot) -> None:
    form = a_form(qtbot)

    assert (form.delete.isVisible(), form.track.isVisible()) == (False, False)


def test_another_calendar_s_event_is_read_and_tracked_but_not_changed(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event(calendar="Work", notes="Bring the board", recurrence="FREQ=WEEKLY"))
    choose(form.project, "p2")

    assert form.heading == "Calendar event"
    assert (form._save.isVisible(), form.delete.isVisible()) == (False, False)
    with qtbot.waitSignal(form.track_wanted) as said:
        form.submit()
    assert said.args == ["p2"]


def test_another_calendar_s_event_that_lies_ahead_has_nothing_to_submit(qtbot: QtBot) -> None:
    form = a_form(qtbot, an_event("2026-03-20 09:00", "2026-03-20 10:00", calendar="Work"))

    with qtbot.assertNotEmitted(form.track_wanted), qtbot.assertNotEmitted(form.submitted):
        form.submit()


@pytest.mark.parametrize(
    ("start", "end", "all_day", "words"),
    [
        ("2026-03-03 09:00", "2026-03-03 10:30", False, "Tue 3 Mar, 09:00–10:30"),
        ("2026-03-03 22:00", "2026-03-04 06:00", False, "Tue 3 Mar, 22:00–Wed 4 Mar, 06:00"),
        ("2026-03-03", "2026-03-04", True, "Tue 3 Mar"),
        ("2026-03-03", "2026-03-06", True, "Tue 3 Mar – Thu 5 Mar"),
    ],
)
def test_a_span_is_said_in_words(start: str, end: str, all_day: bool, words: str) -> None:
    assert span_words(at(start), at(end), "Europe/Berlin", all_day=all_day) == words
