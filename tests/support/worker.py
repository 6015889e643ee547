"""A Stintbook process that works by itself and syncs, until it is told to end or killed.

``python -m tests.support.worker FOLDER SEED [--window] [--ahead SECONDS]`` prints one JSON line for each
deed that is on the disk, and ``{"ready": true}`` when it begins. A line on standard input ends it in order.
"""

import argparse
import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from app.bootstrap import open_context
from app.domain.outcome import Changes
from app.orchestrators.sync.lane import SyncLane
from app.storage.context import Context
from app.system.clock import SystemClock
from tests.support.random_work import Deed, RandomWork


@dataclass(frozen=True, slots=True)
class WrongClock:
    """The machine's clock, some seconds ahead."""

    ahead_s: int
    right: SystemClock = field(default_factory=SystemClock)

    def now(self) -> int:
        return self.right.now() + self.ahead_s

    def now_ms(self) -> int:
        return self.right.now_ms() + self.ahead_s * 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the process was started with."""

    folder: str
    seed: int
    ahead: int
    pace_s: float
    window: bool

    def open(self, folder: str | None = None) -> Context:
        ctx = open_context(folder or self.folder)
        return Context(ctx.database, WrongClock(self.ahead), ctx.ids, ctx.user, ctx.zone, ctx.notices)


def say(deed: Deed | None) -> None:
    """Acknowledge: whoever reads this may rely on it."""
    if deed is not None and deed.versions:
        print(json.dumps({"deed": deed.name, "versions": deed.versions}), flush=True)


def _when_told(end: Callable[[], object]) -> None:
    """Do something when a line comes in."""

    def listen() -> None:
        sys.stdin.readline()
        end()

    threading.Thread(target=listen, daemon=True).start()


def work_alone(asked: Asked) -> None:
    """Work without a window, with the lane that a window has."""
    ctx, work, ended = asked.open(), RandomWork(asked.seed), threading.Event()
    _when_told(ended.set)
    lane = SyncLane(ctx, on_state=lambda _: None, on_changes=lambda _: None)
    lane.start()
    print(json.dumps({"ready": True}), flush=True)
    while not ended.wait(asked.pace_s):
        say(work.do(ctx))
        lane.wake()
    lane.stop()
    ctx.database.close()


def work_in_window(asked: Asked) -> None:
    """Work in the real window: every deed goes through its writing lane."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.system.paths import find_paths
    from app.ui import application
    from app.ui.window import MainWindow

    made = application._application()
    work, timer = RandomWork(asked.seed), QTimer()

    def do_something() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.is_furnished:
                window.shell.jobs.submit(lambda ctx: _outcome(work, ctx), owner=None)

    timer.timeout.connect(do_something)
    timer.start(int(asked.pace_s * 1000))
    _when_told(lambda: QTimer.singleShot(0, made, made.quit))
    print(json.dumps({"ready": True}), flush=True)
    application.run(asked.open, find_paths(asked.folder))


def _outcome(work: RandomWork, ctx: Context) -> Changes | None:
    # Said in the writing lane, when it is on the disk: what the window hears of it may come later.
    say(work.do(ctx))
    return None


def main() -> None:
    """Read the arguments and work."""
    reader = argparse.ArgumentParser()
    reader.add_argument("folder")
    reader.add_argument("seed", type=int)
    reader.add_argument("--ahead", type=int, default=0)
    reader.add_argument("--pace", type=float, default=0.03)
    reader.add_argument("--window", action="store_true")
    given = reader.parse_args()
    asked = Asked(given.folder, given.seed, given.ahead, given.pace, given.window)
    if asked.window:
        work_in_window(asked)
    else:
        work_alone(asked)


if __name__ == "__main__":
    main()
