"""Days as they are written on the command line."""

import pytest

from app.cli.dates import read_day
from app.domain.errors import RuleBroken
from app.storage.context import Context


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-02-10", "2026-02-10", "2026-02-10"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("today", "2026-03-02", "2026-03-02"),
        ("Tomorrow", "2026-03-03", "2026-03-03"),
        ("monday", "2026-03-02", "2026-03-02"),
        ("tue", "2026-02-24", "2026-02-24"),
        ("-7d", "2026-02-23", "2026-02-23"),
        ("+2w", "2026-03-16", "2026-03-16"),
    ],
)
def test_a_day_is_understood(ctx: Context, text: str, first: str, last: str) -> None:
    assert read_day(ctx, text) == first
    assert read_day(ctx, text, last=True) == last


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2026-02-30", "10.2.2026", "m", "-7x"])
def test_a_day_that_is_none(ctx: Context, text: str) -> None:
    with pytest.raises(RuleBroken, match="is not a day"):
        read_day(ctx, text)


def test_no_day(ctx: Context) -> None:
    assert read_day(ctx, None) is None
