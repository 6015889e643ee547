"""The main job, by hand in the real window: track time, take it back, end, and find all of it again."""

from datetime import datetime
from pathlib import Path

import pytest

from app.bootstrap import open_context
from app.orchestrators.maintenance.heartbeat import beat
from app.ui.theme.tokens import LIGHT
from tests.acceptance.person import Person
from tests.acceptance.screen import Screen, missing
from tests.support.store import FakeClock

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}")

# Where the pages are: right of the rail, under the entry bar; inside the window's frame on a screen of 1280×800.
_PAGE_LEFT, _PAGE_TOP = 200, 130
_BLUE = "#3B82F6"


def test_a_freelancers_morning(somebody: Person, tmp_path: Path) -> None:
    look = somebody.screen
    somebody.opens()
    look.type("yesterday 9:30-11 fix login @Website #bug")
    look.key("Return")
    somebody.sees(lambda: len(somebody.entries()) == 1, "the entry in the log")
    entry = somebody.entries()[0]
    assert (entry["description"], entry["project"], entry["tags"]) == ("fix login", "Website", ["bug"])
    assert entry["seconds"] == 5400
    assert somebody.asks("log")["total_seconds"] == 5400
    somebody.sees(lambda: look.places_of(_BLUE, left=_PAGE_LEFT, top=_PAGE_TOP), "the project's colour on Today")
    look.picture().save(str(tmp_path / "tracked.png"))

    somebody.writes("write notes")
    somebody.sees(lambda: look.titles() == ["write notes – Stintbook"], "the running timer in the title")
    assert somebody.running() == "write notes"
    look.key("ctrl+s")
    somebody.sees(lambda: look.titles() == ["Stintbook"], "the timer stopped")
    assert somebody.running() is None
    assert [entry["description"] for entry in somebody.entries()] == ["write notes", "fix login"]
    look.key("ctrl+z")
    somebody.sees(lambda: look.titles() == ["write notes – Stintbook"], "the timer running again")

    assert somebody.opens_again() == 0
    assert somebody.quits() == 0
    somebody.opens()

    somebody.sees(lambda: look.titles() == ["write notes – Stintbook"], "the same timer after a restart")
    somebody.sees(lambda: look.places_of(_BLUE, left=_PAGE_LEFT, top=_PAGE_TOP), "the project's colour on Today")
    assert [entry["description"] for entry in somebody.entries()] == ["write notes", "fix login"]
    look.key("ctrl+z")
    somebody.sees(lambda: look.titles() == ["Stintbook"], "what was done before the restart undone")
    assert [entry["description"] for entry in somebody.entries()] == ["fix login"]
    assert somebody.quits() == 0


def test_the_power_fails_while_a_timer_runs(somebody: Person, tmp_path: Path) -> None:
    look = somebody.screen
    somebody.opens()
    look.type("-2h write notes")
    look.key("Return")
    somebody.sees(lambda: look.titles() == ["write notes – Stintbook"], "the running timer")
    somebody.pulls_the_plug()
    assert somebody.running() == "write notes"
    an_hour_ago = let_an_hour_pass(tmp_path / "data")

    somebody.opens()

    somebody.sees(lambda: first_answer(look), "the card that asks")
    look.picture().save(str(tmp_path / "found.png"))
    look.click(*middle(first_answer(look)))
    somebody.sees(lambda: look.titles() == ["Stintbook"], "the timer stopped")
    ended = datetime.fromisoformat(somebody.entries()[0]["ended_at"]).timestamp()
    assert ended == an_hour_ago
    assert somebody.quits() == 0


def let_an_hour_pass(folder: Path) -> int:
    """Let the last sign of life be an hour old, as after an hour without power."""
    from dataclasses import replace

    ctx = open_context(str(folder))
    then = ctx.now() - 3600
    beat(replace(ctx, clock=FakeClock(then)))
    # Power that fails says no farewell.
    ctx.database.at_close.clear()
    ctx.database.close()
    return then


def first_answer(look: Screen) -> list[tuple[int, int]]:
    """Return where the likeliest answer of the card is; today's card of the week has the same ground, but no stripe."""
    stripe = [y for _, y in look.places_of(LIGHT.warning, left=_PAGE_LEFT, top=_PAGE_TOP)]
    ground = look.places_of(LIGHT.accent_ground, left=_PAGE_LEFT, top=_PAGE_TOP)
    return [(x, y) for x, y in ground if stripe and min(stripe) <= y <= max(stripe)]


def middle(places: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the middle of the button a colour belongs to: the first row of it."""
    top = min(y for _, y in places)
    button = [(x, y) for x, y in places if y < top + 30]
    xs, ys = [x for x, _ in button], [y for _, y in button]
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2
