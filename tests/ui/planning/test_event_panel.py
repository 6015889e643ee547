"""Planning at the side of a page: each button one action, each with its undo, every refusal at its field."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.entities.planning import EventStatus, PlannedEvent
from app.domain.entities.projects import ProjectStatus
from app.orchestrators.history.history import undo
from app.orchestrators.planning.calendars import import_calendar
from app.orchestrators.planning.events import Occurrence, add_event, list_events
from app.orchestrators.projects.projects import create_project, set_status
from app.storage.unit_of_work import reading
from app.ui.planning.event_form import EventForm
from app.ui.planning.event_panel import EventPanel
from app.ui.widgets.side_panel import SidePanel
from tests.support.calendars import calendar
from tests.support.calendars import event as written
from tests.support.pages import Stage
from tests.support.store import MORNING

HOUR = 3600


@pytest.fixture
def panel(stage: Stage, qtbot: QtBot) -> EventPanel:
    page = QWidget()
    layout = stage.window.layout()
    assert layout is not None
    layout.addWidget(page)
    stage.window.resize(900, 700)
    stage.window.show()
    return EventPanel(stage.shell, SidePanel(page), page)


def opened(panel: EventPanel, qtbot: QtBot) -> EventForm:
    qtbot.waitUntil(lambda: panel.form is not None)
    form = panel.form
    assert form is not None
    return form


def listed(stage: Stage, qtbot: QtBot) -> list[Occurrence]:
    found: list[Occurrence] = stage.run(qtbot, list_events, since="2026-03-01", until="2026-03-31")
    return found


def plan(stage: Stage, qtbot: QtBot, start: int = MORNING - 2 * HOUR, **fields: Any) -> PlannedEvent:
    made: PlannedEvent = stage.run(
        qtbot, add_event, starts_at=start, ends_at=start + HOUR, **{"title": "Stand-up"} | fields
    )
    return made


def said(stage: Stage, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: text in stage.toasts)


def test_an_empty_span_becomes_an_event_and_one_undo_takes_it_back(
    panel: EventPanel, stage: Stage, qtbot: QtBot
) -> None:
    project = stage.run(qtbot, create_project, name="Website")
    panel.add(MORNING, MORNING + HOUR, project=project.id)
    form = opened(panel, qtbot)
    assert form.project.currentText() == "Website"
    form.title.setText("Kick-off")

    with qtbot.waitSignal(panel.saved) as saved, qtbot.waitSignal(panel.closed):
        form.submit()

    (one,) = listed(stage, qtbot)
    assert (one.event.title, one.event.project, saved.args) == ("Kick-off", project.id, [one.event.id])
    assert stage.toasts == ["Event planned"]
    assert panel.form is None
    stage.run(qtbot, undo)
    assert listed(stage, qtbot) == []


def test_a_refusal_stands_at_its_field_and_the_form_stays(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    panel.add(MORNING, MORNING + HOUR, title="Kick-off")
    form = opened(panel, qtbot)
    form.repeat.presets.setCurrentIndex(1)
    form.repeat.ends.how.setCurrentIndex(1)
    form.repeat.ends.until.set_day("2026-01-31")

    form.submit()

    qtbot.waitUntil(lambda: bool(form.field("recurrence").note))
    assert form.field("recurrence").note == "Repeating would end on 2026-01-31, before the event begins on 2026-03-02."
    assert listed(stage, qtbot) == []
    assert panel.form is form


def test_a_project_that_is_archived_stays_chosen_where_it_was(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    project = stage.run(qtbot, create_project, name="Old")
    event = plan(stage, qtbot, project=project.id)
    stage.run(qtbot, set_status, project.id, ProjectStatus.ARCHIVED, accept_warnings=True)

    panel.edit(event, event.starts_at, event.ends_at)

    assert opened(panel, qtbot).project.currentText() == "Old"


def test_one_time_of_a_series_is_changed(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    event = plan(stage, qtbot, recurrence="FREQ=DAILY;COUNT=3")
    panel.edit(event, event.starts_at + 24 * HOUR, event.ends_at + 24 * HOUR)
    form = opened(panel, qtbot)
    form.title.setText("Retro")

    form.submit()

    said(stage, qtbot, "Event saved")
    assert [one.event.title for one in listed(stage, qtbot)] == ["Stand-up", "Retro", "Stand-up"]


def test_nothing_changed_is_nothing_saved(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    event = plan(stage, qtbot)
    panel.edit(event, event.starts_at, event.ends_at)

    opened(panel, qtbot).submit()

    qtbot.waitUntil(lambda: panel.form is None)
    assert stage.toasts == []


def test_a_form_is_left_without_saving(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    panel.add(MORNING, MORNING + HOUR)
    form = opened(panel, qtbot)

    with qtbot.waitSignal(panel.closed):
        form.cancelled.emit()

    assert panel.form is None


def test_an_event_is_deleted(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    event = plan(stage, qtbot)
    panel.edit(event, event.starts_at, event.ends_at)
    form = opened(panel, qtbot)

    with qtbot.waitSignal(panel.deleted):
        form.delete.click()

    assert listed(stage, qtbot) == []
    assert stage.toasts == ["Event deleted"]


def test_what_is_gone_meanwhile_is_said_in_the_form(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    event = plan(stage, qtbot)
    panel.edit(event, event.starts_at, event.ends_at)
    form = opened(panel, qtbot)
    stage.run(qtbot, undo)

    form.delete.click()

    qtbot.waitUntil(form._general.isVisible)
    assert "not here any more" in form._general.text()


def test_a_plan_is_tracked_with_one_button(panel: EventPanel, stage: Stage, qtbot: QtBot) -> None:
    event = plan(stage, qtbot)
    panel.edit(event, event.starts_at, event.ends_at)
    form = opened(panel, qtbot)

    with qtbot.waitSignal(panel.tracked) as tracked:
        form.track.click()

    (one,) = listed(stage, qtbot)
    assert (one.is_done, one.event.status, one.event.entry) == (True, EventStatus.DONE, (tracked.args or [None])[0])
    assert stage.toasts == ["Event tracked"]


def test_an_imported_event_is_tracked_for_the_project_it_was_for(
    panel: EventPanel, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    project = stage.run(qtbot, create_project, name="Website")
    path = tmp_path / "team.ics"
    text = calendar(written("DTSTART:20260302T060000Z", "DURATION:PT1H", title="Board"), head="NAME:Team\n")
    path.write_text(text, "utf-8", newline="")
    stage.run(qtbot, import_calendar, path)
    (one,) = listed(stage, qtbot)
    panel.edit(one.event, one.starts_at, one.ends_at)
    form = opened(panel, qtbot)
    form.project.choose(project.id)

    with qtbot.waitSignal(panel.tracked):
        form.track.click()

    (again,) = listed(stage, qtbot)
    assert (again.is_done, again.event) == (True, one.event)
    assert stage.ctx is not None
    with reading(stage.ctx) as read:
        (entry,) = read.time_entries.all()
    assert (entry.description, entry.project, entry.source) == ("Board", project.id, "calendar")
    panel.edit(again.event, again.starts_at, again.ends_at, is_done=again.is_done)
    assert not opened(panel, qtbot).track.isVisible()
