from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.orchestrators.maintenance.heartbeat import beat, found_running
from app.orchestrators.time_tracking.log import entry_page
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from tests.support.desk import Desk, desk
from tests.support.store import MORNING, clock_of, make_context

_AWAY_S = 3 * 3600


@pytest.fixture
def after_a_crash(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A timer ran since five in the morning, and there was no sign of life after six."""
    crashed = make_context(tmp_path / "stintbook.db", now=MORNING - _AWAY_S, seed=3)
    start_timer(crashed, description="fix login", started_at=MORNING - _AWAY_S - 3600)
    beat(crashed)
    # A process that is killed says no farewell.
    crashed.database.at_close.clear()
    crashed.database.close()
    with desk(qtbot, tmp_path) as made:
        made.show()
        made.sees(made.window.found.isVisible)
        yield made


def test_card_says_what_runs_since_when_and_takes_no_focus(after_a_crash: Desk) -> None:
    card = after_a_crash.window.found

    assert "“fix login”" in card.title.text()
    assert "06:00" in card.about.text()
    assert "3:00 ago" in card.about.text()
    assert "1:00" in card.about.text()
    assert card.buttons["stop_then"].text() == "Stop at 06:00"
    assert not card.isAncestorOf(after_a_crash.window.focusWidget())


def test_last_sign_of_life_is_kept_until_somebody_decided(after_a_crash: Desk) -> None:
    after_a_crash.window.upkeep._beat.timeout.emit()

    found = after_a_crash.run(found_running)
    assert found.last_sign_of_life == MORNING - _AWAY_S


def test_timer_can_end_at_the_last_sign_of_life(after_a_crash: Desk) -> None:
    after_a_crash.window.found.buttons["stop_then"].click()

    after_a_crash.sees(lambda: not after_a_crash.window.found.isVisible())
    entry = after_a_crash.run(entry_page).days[0].rows[0].entry
    assert entry.ended_at == MORNING - _AWAY_S
    after_a_crash.sees(lambda: "last sign of life" in after_a_crash.said)

    after_a_crash.window.toast.button.click()

    after_a_crash.sees(lambda: after_a_crash.run(status).running is not None)


def test_timer_can_go_on_and_is_watched_again(after_a_crash: Desk) -> None:
    after_a_crash.window.found.buttons["keep"].click()

    after_a_crash.sees(lambda: after_a_crash.said == "The timer goes on")
    assert after_a_crash.run(status).running is not None
    assert after_a_crash.window.upkeep._beat.isActive()


def test_timer_can_stop_now(after_a_crash: Desk) -> None:
    after_a_crash.window.found.buttons["stop_now"].click()

    after_a_crash.sees(lambda: after_a_crash.said == "Stopped now")
    assert after_a_crash.run(entry_page).days[0].rows[0].entry.ended_at == MORNING


def test_entry_can_be_discarded(after_a_crash: Desk) -> None:
    after_a_crash.window.found.buttons["discard"].click()

    after_a_crash.sees(lambda: "trash" in after_a_crash.said)
    assert after_a_crash.run(entry_page).days == []


def test_card_goes_when_the_timer_was_stopped_elsewhere(after_a_crash: Desk) -> None:
    after_a_crash.run(stop_timer)

    after_a_crash.sees(lambda: not after_a_crash.window.found.isVisible())


def test_last_sign_of_another_day_names_the_day(qtbot: QtBot, tmp_path: Path) -> None:
    crashed = make_context(tmp_path / "stintbook.db", now=MORNING - 3 * 86_400, seed=3)
    start_timer(crashed)
    beat(crashed)
    crashed.database.at_close.clear()
    crashed.database.close()
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        at_desk.sees(at_desk.window.found.isVisible)

        assert at_desk.window.found.buttons["stop_then"].text() == "Stop at Fri 27 Feb, 09:00"
        assert at_desk.window.found.title.text().startswith("A timer")


def _shows(at_desk: Desk, text: str) -> bool:
    return at_desk.field_text == text


def test_heart_beats_for_every_timer_that_takes_over(at_desk: Desk) -> None:
    for name in ("first", "second"):
        at_desk.run(start_timer, description=name)
        at_desk.sees(partial(_shows, at_desk, name))
        at_desk.sees(at_desk.window.upkeep._beat.isActive)

    # What is asked for now is answered after the beat.
    at_desk.run(found_running)
    clock_of(at_desk.ctx).forward(600)  # type: ignore[arg-type]
    found = at_desk.run(found_running)
    assert found.entry.description == "second"
    at_desk.run(stop_timer)
    at_desk.sees(lambda: not at_desk.window.upkeep._beat.isActive())
