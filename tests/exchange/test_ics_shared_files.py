"""Real calendars: as many occurrences a year as others found in them. Skipped where the files are not beside the checkout."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.domain.days import wall_clock
from app.domain.recurrence import occurrences
from app.exchange.ics import Happening, read_calendar
from app.exchange.source import Source

FOLDER = Path(__file__).parents[3] / "shared" / "imports"
pytestmark = [
    pytest.mark.shared_files,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared calendar files are not beside this checkout"),
]


def known() -> dict[str, Any]:
    path = FOLDER / "expected.json"
    everything = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {name: one for name, one in everything.items() if one.get("kind") == "calendar" and one["set"] == "shared"}


def years_of(one: Happening) -> list[str]:
    day = wall_clock(one.starts_at, one.tz).date().isoformat()
    return [found[:4] for found in occurrences(one.rule, day, "2030-12-31")] if one.rule else [day[:4]]


@pytest.mark.parametrize("name", known())
def test_a_real_calendar_has_the_occurrences_that_others_find(name: str) -> None:
    expected = known()[name]
    source = Source(FOLDER / name)
    for year, count in expected["peer_check"]["occurrences_per_year"].items():
        # Read in that year, so that all of it lies in the window.
        found = read_calendar(source, viewer="Europe/Berlin", today=f"{year}-06-01")
        counted = Counter(one for happening in found.events for one in years_of(happening))

        assert counted[year] == count, year
        assert found.refused == ()
        assert found.tasks == expected["vtodos"]
