"""What the frame writes follows how this person writes durations and times of day."""

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.orchestrators.maintenance.heartbeat import beat
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.entry_bar.start_time import StartTime
from tests.support.desk import Desk, desk
from tests.support.store import MORNING, make_context


def test_bar_and_status_line_follow_the_settings_at_once(at_desk: Desk) -> None:
    at_desk.run(add_entry, started_at=MORNING - 7_200, ended_at=MORNING - 1_800, description="plan")
    at_desk.run(start_timer, description="fix login", started_at=MORNING - 1_800)
    frame = at_desk.window.frame
    at_desk.sees(lambda: ">2:00<" in frame.status.today.text())

    at_desk.run(update_settings, duration_style="decimal")
    at_desk.sees(lambda: ">2.00<" in frame.status.today.text())
    assert frame.bar.elapsed.text() == "0.50"
    assert frame.status.running.text() == "fix login · 0.50"

    at_desk.run(update_settings, duration_style="h:mm:ss")
    at_desk.sees(lambda: ">2:00:0" in frame.status.week.text())
    assert frame.bar.elapsed.text().startswith("0:30:0")


def test_times_of_day_in_the_frame_follow_the_settings(at_desk: Desk) -> None:
    at_desk.run(update_settings, clock24=False)
    frame = at_desk.window.frame
    at_desk.type("7:30-8:45 fix login")
    at_desk.sees(frame.bar.time.isVisible)
    assert frame.bar.time.text().casefold() == "7:30 am – 8:45 am · 1:15"


def test_the_start_of_a_timer_is_written_and_asked_in_the_persons_own_way(at_desk: Desk) -> None:
    at_desk.run(update_settings, clock24=False)
    frame = at_desk.window.frame
    at_desk.run(start_timer, description="fix login", started_at=MORNING - 1_800)
    at_desk.sees(frame.bar.elapsed.isVisible)
    frame.bar.elapsed.click()

    popup = frame.bar.findChild(StartTime)
    assert popup is not None
    assert popup.field.text().casefold() == "8:30 am"
    popup.close()


def test_what_is_running_is_to_be_typed_over_at_the_start_and_not_written_on(qtbot: QtBot, tmp_path: Path) -> None:
    before = make_context(tmp_path / "stintbook.db", now=MORNING - 60, seed=3)
    start_timer(before, description="fix login")
    before.database.close()
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        field = at_desk.window.frame.bar.field
        at_desk.window.activateWindow()
        at_desk.sees(lambda: at_desk.field_text == "fix login")
        assert field.hasFocus()

        QTest.keyClicks(field, "plan")

        assert at_desk.field_text == "plan"


def test_a_timer_found_running_is_told_in_the_persons_own_way(qtbot: QtBot, tmp_path: Path) -> None:
    crashed = make_context(tmp_path / "stintbook.db", now=MORNING - 7_200, seed=3)
    update_settings(crashed, clock24=False, duration_style="decimal")
    start_timer(crashed, description="fix login", started_at=MORNING - 9_000)
    beat(crashed)
    crashed.database.at_close.clear()
    crashed.database.close()
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        card = at_desk.window.found
        at_desk.sees(card.isVisible)

        assert "7:00 am, 2.00 ago" in card.about.text().replace("AM", "am")
        assert card.buttons["stop_then"].text().casefold() == "stop at 7:00 am"
