"""How long a picture of the timeline takes with 200 projects: ``python -m tests.benchmarks.timeline_frames [SCALE]``.

Scrolls sideways, up and down, zooms and drags on the offscreen platform, and prints the median and the 95th percentile
of a frame in ms, of the GUI thread, from the step to the painted backing store. At 60 frames a second there are 16 ms for one.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.timeline.lines import Shelf
    from app.ui.timeline.view import TimelineView

_PROJECTS, _GROUPS, _FRAMES = 200, 8, 240
_TODAY = 739_579
_SIZES = {"1": ((1280, 800),), "2": ((1280, 720),)}


def main() -> None:
    """Measure at a scale, 1 unless another is given."""
    scale = sys.argv[1] if len(sys.argv) > 1 else "1"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = scale
    from PySide6.QtWidgets import QApplication

    from app.ui.theme.appearance import Appearance
    from app.ui.timeline.scale import Unit
    from app.ui.timeline.view import TimelineView

    application = QApplication(["frames"])
    appearance = Appearance("light")
    appearance.apply()
    for width, height in _SIZES[scale]:
        view = TimelineView()
        fill(view)
        view.resize(width, height)
        view.show()
        application.processEvents()
        for unit in Unit:
            for name, step in _steps(view).items():
                view.held.release()
                view.zoom_to(unit)
                view.go_to(_TODAY - 90)
                application.processEvents()
                _measure(f"{width}x{height}@{scale} {unit.value:5} {name:8}", step, application.processEvents)
        view.close()


def fill(view: "TimelineView") -> None:
    """Show 200 projects in 8 groups, each with time on most days of a year and a half."""
    from app.domain.work_hours import Load
    from app.ui.timeline.loads import Loads
    from app.ui.timeline.scale import iso

    scene, dice = view.scene, random.Random(1)
    scene.today = scene.day = _TODAY
    days = [
        Load(iso(day), 0 if (day - 1) % 7 > 4 else 480, 120, dice.randrange(500), 0)
        for day in range(_TODAY - 200, _TODAY + 400)
    ]
    scene.loads = Loads(days, _TODAY)
    view.show_lines(_shelf(dice))


def _shelf(dice: random.Random) -> "Shelf":
    from app.domain.entities.projects import Project
    from app.domain.risk import Risk
    from app.ui.theme.tokens import project_colors
    from app.ui.timeline.amounts import Amounts
    from app.ui.timeline.ghost import GhostRow
    from app.ui.timeline.lines import HeadLine, Line, ProjectLine, Shelf
    from app.ui.timeline.scale import iso

    colors, lines = list(project_colors()), list[Line]()
    for number in range(_PROJECTS):
        if number % (_PROJECTS // _GROUPS) == 0:
            lines.append(HeadLine(str(number), f"Group {number}", _PROJECTS // _GROUPS, is_open=True))
        work = [day for day in range(_TODAY - 200, _TODAY + 400) if (day - 1) % 7 < 5 and dice.random() < 0.8]
        start, due = iso(_TODAY - dice.randrange(200)), iso(_TODAY + dice.randrange(400))
        project = Project(id=f"p{number}", created_at=0, name="", start_date=start, due_date=due)
        row = GhostRow(
            project, f"Project {number}", 6000, {iso(day): dice.randrange(400) for day in work if day > _TODAY},
            Risk.AT_RISK, color=colors[number % len(colors)], tracked_seconds=99_999,
            done={iso(day): dice.randrange(20_000) for day in work if day <= _TODAY},
            planned={iso(day): 60 for day in work[::5] if day > _TODAY},
        )  # fmt: skip
        lines.append(ProjectLine(row, Amounts(row.done, row.planned, row.auto)))
    return Shelf.of(lines)


def _steps(view: "TimelineView") -> dict[str, Callable[[int], None]]:
    from app.ui.timeline.moves import Edge

    bar = view.verticalScrollBar()

    def drag(frame: int) -> None:
        if view.scene.move is None:
            line = next(view.scene.shelf.lines[place] for place in view.scene.seen() if place % 26)
            view.held.begin(line, Edge.DUE)
        view.held.move_by(frame % 40 + 1)

    return {
        "sideways": lambda frame: view.scroll_days(23 if frame % 80 < 40 else -23),
        "down": lambda frame: bar.setValue(frame * 31 % max(1, bar.maximum())),
        "zoom": lambda frame: view.zoom_by(1.02 if frame % 60 < 30 else 1 / 1.02),
        "drag": drag,
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
