"""A week planned by hand in the real window: what somebody says, does, and finds afterwards."""

from datetime import datetime
from pathlib import Path

import pytest

from app.ui.theme.tokens import LIGHT
from tests.acceptance.person import Person
from tests.acceptance.screen import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}")

_BLUE = "#3B82F6"
# Where pages are: right of the rail, their head under the entry bar, what they show under that; the panel at the side,
# and the buttons at its foot. On a screen of 1280×800.
_PAGE, _HEAD, _GRID, _SIDE, _FOOT = 200, 140, 200, 880, 640


def planned(somebody: Person, *days: str) -> list[tuple[str, int]]:
    """Return what is planned in the next two weeks: titles and seconds after midnight."""
    rows = somebody.asks("plan", "list", *days)["events"]
    return [(row["title"], _seconds_of(row["starts_at"])) for row in rows]


def _seconds_of(instant: str) -> int:
    moment = datetime.fromisoformat(instant)
    return moment.hour * 3600 + moment.minute * 60


def test_a_freelancer_plans_the_week(somebody: Person, tmp_path: Path) -> None:
    look = somebody.screen
    # "I work from nine to five every day, and next week there is a call already."
    somebody.asks("slots", "set", "daily", "9:00-17:00")
    somebody.asks("projects", "add", "Website")
    somebody.asks("plan", "add", "Website", "+7d", "9:00-10:00", "--title", "call")
    opens_the_calendar(somebody)

    # "I look at next week, and plan a workshop right after the call."
    look.key("Page_Down")
    somebody.sees(lambda: not look.places_of(LIGHT.accent, left=_PAGE, top=_GRID), "days without today")
    look.key("Down", "n")
    somebody.sees(lambda: look.places_of(LIGHT.accent, left=_SIDE, top=_FOOT), "the form")
    look.type("workshop")
    look.key("Return")
    somebody.sees(lambda: len(planned(somebody)) == 2, "the workshop")
    (_, call), (title, workshop) = planned(somebody)
    assert (title, workshop - call) == ("workshop", 3600)
    look.picture().save(str(tmp_path / "planned.png"))

    # "Better a little later. No, it was right."
    look.key("alt+Down")
    somebody.sees(lambda: planned(somebody)[-1][1] > workshop, "the workshop later")
    look.key("ctrl+z")
    somebody.sees(lambda: planned(somebody)[-1][1] == workshop, "the workshop where it was")

    # "The website takes forty hours and is due in three weeks. What is left for the other days?"
    somebody.asks("projects", "edit", "Website", "--due", "+3w", "--estimate", "40h")
    found = somebody.asks("forecast", "Website")
    assert found["planned_minutes"] == 60
    assert found["planned_minutes"] + sum(found["auto"].values()) == 2400

    # "And can I take on twenty hours more?"
    look.key("ctrl+4")
    somebody.sees(lambda: look.places_of(_BLUE, left=_PAGE, top=_GRID), "the website's row")
    look.key("ctrl+n")
    somebody.sees(lambda: look.places_of(LIGHT.accent_ground, left=_SIDE, top=300), "the question")
    look.type("20h")
    look.key("Tab")
    look.type(str(somebody.asks("whatif", "1h", "--due", "+14d")["due_date"]))
    look.key("Tab")
    somebody.sees(lambda: look.places_of(LIGHT.accent, left=_SIDE, top=_FOOT), "the answer")
    look.picture().save(str(tmp_path / "taken-on.png"))
    look.key("Escape")
    assert [project["name"] for project in somebody.asks("projects")["projects"]] == ["Website"]

    assert somebody.quits() == 0


def test_what_was_planned_yesterday_is_tracked_and_found_again(somebody: Person, tmp_path: Path) -> None:
    look = somebody.screen
    somebody.asks("projects", "add", "Website")
    somebody.asks("plan", "add", "Website", "yesterday", "9:00-12:00", "--title", "draft")
    opens_the_calendar(somebody)

    # "I did what I had planned for yesterday."
    look.key("1", "Page_Up")
    somebody.sees(lambda: not look.places_of(LIGHT.accent, left=_PAGE, top=_GRID), "yesterday")
    look.key("Down", "k")
    somebody.sees(lambda: len(somebody.entries()) == 1, "the entry")
    (entry,) = somebody.entries()
    assert (entry["description"], entry["project"], entry["seconds"]) == ("draft", "Website", 3 * 3600)
    assert somebody.asks("forecast", "Website")["completed_minutes"] == 180
    look.picture().save(str(tmp_path / "tracked.png"))

    # "The timesheet has it, too."
    look.key("ctrl+3")
    look.picture().save(str(tmp_path / "timesheet.png"))

    # "The next day I see that it was not so."
    assert somebody.quits() == 0
    somebody.opens()
    somebody.sees(lambda: look.places_of(_BLUE, left=_PAGE, top=_HEAD), "the entry on Today")
    look.key("ctrl+z")
    somebody.sees(lambda: somebody.entries() == [], "the entry taken back")
    assert somebody.asks("forecast", "Website")["completed_minutes"] == 0
    (event,) = somebody.asks("plan", "list", "--since", "yesterday", "--until", "yesterday")["events"]
    assert not event["done"]
    assert somebody.quits() == 0


def opens_the_calendar(somebody: Person) -> None:
    """Start the window and go to this week in the calendar, each when it is there."""
    look = somebody.screen
    somebody.opens()
    somebody.sees(lambda: look.places_of(LIGHT.accent_ground, left=_PAGE, top=_GRID), "the empty first page")
    look.key("ctrl+2")
    somebody.sees(lambda: any(y < _GRID for _, y in look.places_of(LIGHT.accent_ground, left=_PAGE, top=_HEAD)), "days")
    look.key("3")
    somebody.sees(lambda: look.places_of(LIGHT.accent, left=_PAGE, top=_GRID), "today among them")
