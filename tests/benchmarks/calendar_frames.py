"""How long a picture of a full week takes in the calendar: ``python -m tests.benchmarks.calendar_frames [SCALE]``.

Scrolls, drags and zooms 300 blocks on the offscreen platform, and prints the median and the 95th percentile of a frame in
ms, of the GUI thread, from the step to the painted backing store. At 60 frames a second there are 16 ms for one.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.orchestrators.planning.calendar_span import CalendarSpan
    from app.ui.calendar.hands import GridHands

_BLOCKS, _FRAMES, _HOUR, _MONDAY = 300, 240, 3600, "2026-03-02"
_SIZES = {"1": (1440, 900), "2": (1280, 720)}


def main() -> None:
    """Measure at a scale, 1 unless another is given."""
    scale = sys.argv[1] if len(sys.argv) > 1 else "1"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = scale
    from PySide6.QtWidgets import QApplication

    from app.ui.calendar.grid import DayGrid
    from app.ui.theme.appearance import Appearance

    application = QApplication(["frames"])
    appearance = Appearance("light")
    appearance.apply()
    grid = DayGrid()
    grid.resize(*_SIZES[scale])
    grid.show()
    grid.show_span(week(), _MONDAY)
    application.processEvents()
    for name, step in _steps(grid.body).items():
        grid.body.let_go()
        _measure(f"{grid.width()}x{grid.height()}@{scale} {name:8}", step, application.processEvents)
    grid.close()


def week() -> "CalendarSpan":
    """Return a week with 300 entries."""
    from app.domain.days import day_bounds, days_between, next_day
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.ids import UserId
    from app.orchestrators.entry_rows import EntryRow
    from app.orchestrators.planning.calendar_span import CalendarDay, CalendarSpan
    from app.orchestrators.preferences import Settings
    from app.ui.theme.tokens import project_colors

    dice, colors = random.Random(1), list(project_colors())
    days = list(days_between(_MONDAY, next_day(_MONDAY, 6)))
    begins = [day_bounds(day, "UTC")[0] for day in days]
    rows = []
    for number in range(_BLOCKS):
        start = begins[number % 7] + dice.randrange(6 * _HOUR, 20 * _HOUR, 300)
        entry = TimeEntry(
            id=f"e{number}", created_at=0, user=UserId("u"), tz="UTC", started_at=start,
            ended_at=start + dice.choice([900, 1800, 2700, 3600, 5400]), description=f"Work on thing {number}",
        )  # fmt: skip
        rows.append(EntryRow(entry, f"Project {number % 12}", colors[number % len(colors)]))
    return CalendarSpan(
        since=days[0], until=days[-1], today=days[-1], now=begins[-1] + 22 * _HOUR, zone="UTC", settings=Settings(),
        days=tuple(
            CalendarDay(day, begin, begin + 24 * _HOUR, ((begin + 9 * _HOUR, begin + 17 * _HOUR),), 480)
            for day, begin in zip(days, begins, strict=True)
        ),
        entries=tuple(rows),
    )  # fmt: skip


def _steps(body: "GridHands") -> dict[str, Callable[[int], None]]:
    from PySide6.QtCore import QPointF

    bar = body.verticalScrollBar()

    def drag(frame: int) -> None:
        place = next(place for place in body.grid.places if place.rect.height() > 30)
        if not body.gestures.is_held:
            body.gestures.press(body.grid, place.rect.center())
        to = place.rect.center() + QPointF(frame * 4 % 600, frame * 3 % 300)
        body.show_draft(body.gestures.move(body.grid, to, body.now))

    return {
        "scroll": lambda frame: bar.setValue(frame * 7 % max(1, bar.maximum())),
        "drag": drag,
        "zoom": lambda frame: body.zoom(1.02 if frame % 60 < 30 else 1 / 1.02),
    }


def _measure(name: str, step: Callable[[int], None], paint: Callable[[], None]) -> None:
    times = []
    for frame in range(_FRAMES):
        began = time.thread_time()
        step(frame)
        paint()
        times.append((time.thread_time() - began) * 1e3)
    times.sort()
    print(f"{name}  median {times[_FRAMES // 2]:5.1f}  p95 {times[_FRAMES * 95 // 100]:5.1f}  most {times[-1]:5.1f}")


if __name__ == "__main__":
    main()
