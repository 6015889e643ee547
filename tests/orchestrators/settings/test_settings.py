"""Settings that follow the person: their defaults, what they may be, and what moves with them."""

from dataclasses import asdict
from typing import Any

import pytest

from app.domain.errors import RuleBroken
from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.history.history import undo
from app.orchestrators.preferences import Settings, fits
from app.orchestrators.settings.settings import get_settings, update_settings
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from tests.orchestrators.making import HOUR, an_entry, everything
from tests.support.store import MORNING


def days(ctx: Context) -> list[tuple[Any, int]]:
    with reading(ctx) as read:
        return [(row.key[0], row.seconds) for row in read.totals.by("day")]


def test_every_setting_has_a_default_that_fits() -> None:
    assert [key for key, value in asdict(Settings()).items() if not fits(key, value)] == []


def test_settings_are_kept(ctx: Context) -> None:
    assert get_settings(ctx) == Settings()

    changed = update_settings(ctx, week_start=6, currency="USD", rounding_mode="up", rounding_minutes=6).value

    assert (
        get_settings(ctx) == changed == Settings(week_start=6, currency="USD", rounding_mode="up", rounding_minutes=6)
    )
    assert changed.rounding == Rounding(RoundingMode.UP, 6)
    assert not update_settings(ctx, week_start=6).changes


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("week_start", 7), ("week_start", True), ("duration_style", "h"), ("clock24", "yes"), ("clock24", 12),
        ("day_starts_at", -1), ("several_timers", 1), ("rounding_mode", "sideways"), ("rounding_minutes", 0),
        ("rounding_per", "week"), ("currency", "Euro"), ("locked_before", "yesterday"), ("locked_before", 20260302),
        ("long_entry_hours", 0), ("first_start_done", None), ("mood", "good"),
    ],
)  # fmt: skip
def test_an_impossible_value_changes_nothing(ctx: Context, key: str, value: Any) -> None:
    with pytest.raises(RuleBroken, match=key):
        update_settings(ctx, **{"week_start": 6, key: value})

    assert get_settings(ctx) == Settings()


def test_values_of_a_newer_version_are_left_alone(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.settings.put("duration_style", "hh mm ss")
        work.settings.put("colour_of_weekends", "pink")

    assert get_settings(ctx) == Settings()
    update_settings(ctx, week_start=6)
    with reading(ctx) as read:
        assert read.settings.value("duration_style") == "hh mm ss"


def test_days_move_with_the_start_of_the_day_and_back_by_undo(ctx: Context) -> None:
    an_entry(ctx, MORNING - 7 * HOUR, 4 * HOUR)
    assert days(ctx) == [("2026-03-02", 4 * HOUR)]
    before = everything(ctx)

    update_settings(ctx, day_starts_at=240)
    assert days(ctx) == [("2026-03-01", 2 * HOUR), ("2026-03-02", 2 * HOUR)]
    update_settings(ctx, day_starts_at=180, week_start=6)
    assert days(ctx) == [("2026-03-01", HOUR), ("2026-03-02", 3 * HOUR)]

    undo(ctx)
    assert days(ctx) == [("2026-03-01", 2 * HOUR), ("2026-03-02", 2 * HOUR)]
    undo(ctx)
    assert everything(ctx) == before
