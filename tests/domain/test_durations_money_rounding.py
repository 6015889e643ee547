"""Durations, amounts and rounding: exact, and adding up."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.durations import format_duration, parse_duration
from app.domain.entities.billing import Rate, RateScope
from app.domain.money import amount_minor, minor_digits, rate_for
from app.domain.rounding import Rounding, RoundingMode


@pytest.mark.parametrize(
    ("seconds", "style", "text"),
    [
        (5400, "h:mm", "1:30"),
        (5405, "h:mm:ss", "1:30:05"),
        (5400, "decimal", "1.50"),
        (5459, "h:mm", "1:30"),
        (0, "h:mm", "0:00"),
        (-5400, "h:mm", "−1:30"),
        (360_000, "h:mm", "100:00"),
        (18, "decimal", "0.01"),
        (3618, "decimal", "1.01"),
        (3617, "decimal", "1.00"),
    ],
)
def test_durations_are_written(seconds: int, style: str, text: str) -> None:
    assert format_duration(seconds, style) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:30", 5400), ("1:30:05", 5405), ("1h30m", 5400), ("1.5h", 5400), ("1,5", 5400), ("90m", 5400), ("90 min", 5400),
        ("2", 7200), (" 1H 30M ", 5400), ("45s", 45), ("1h 5s", 3605), ("0:00", 0),
    ],
)  # fmt: skip
def test_durations_are_read(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "h", "1:60", "1:5", "-5", "an hour", "1.5.5", "1h30", "9" * 400 + "h", "nan", "inf", "1e5"]
)
def test_what_is_no_duration_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        parse_duration(text)


@given(st.integers(0, 3_000_000_000))
def test_durations_read_back_as_written(seconds: int) -> None:
    assert parse_duration(format_duration(seconds, "h:mm:ss")) == seconds
    assert parse_duration(format_duration(seconds)) == seconds // 60 * 60
    assert abs(parse_duration(format_duration(seconds, "decimal")) - seconds) <= 18


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_longer_durations_never_read_as_less(one: int, other: int) -> None:
    shorter, longer = sorted((one, other))

    assert float(format_duration(shorter, "decimal")) <= float(format_duration(longer, "decimal"))


def test_fifty_minutes_at_95_euros_are_79_17_and_three_such_add_up_as_printed() -> None:
    amount = amount_minor(9500, 50 * 60)

    assert amount == 7917
    assert 3 * amount == 23751


@pytest.mark.parametrize(
    ("rate", "seconds", "amount"), [(1, 1800, 0), (3, 1800, 2), (5, 1800, 2), (7, 1800, 4), (100, 0, 0)]
)
def test_amounts_halfway_go_to_the_even_neighbour(rate: int, seconds: int, amount: int) -> None:
    assert amount_minor(rate, seconds) == amount


@given(rate=st.integers(0, 10**7), seconds=st.integers(0, 10**9))
def test_amounts_are_the_nearest_whole_minor_unit(rate: int, seconds: int) -> None:
    exact = Fraction(rate * seconds, 3600)

    assert amount_minor(rate, seconds) == round(exact)


def a_rate(scope: RateScope, amount: int, since: str = "2026-01-01", **ids: Any) -> Rate:
    rate_id = f"{scope}-{amount}-{since}"
    return Rate(id=rate_id, created_at=0, scope=scope, amount=amount, currency="EUR", effective_from=since, **ids)


ALL_SCOPES = [
    a_rate(RateScope.USER, 10, user="me"),
    a_rate(RateScope.CLIENT, 20, client="acme"),
    a_rate(RateScope.PROJECT, 30, project="site"),
    a_rate(RateScope.PROJECT_USER, 40, project="site", user="me"),
]


@pytest.mark.parametrize(
    ("where", "amount"),
    [
        ({"user": "me", "project": "site", "client": "acme"}, 40),
        ({"user": "you", "project": "site", "client": "acme"}, 30),
        ({"user": "me", "project": "shop", "client": "acme"}, 20),
        ({"user": "me", "project": "shop"}, 10),
        ({"user": "you", "project": "shop"}, None),
        ({}, None),
    ],
)
def test_the_most_particular_rate_wins(where: dict[str, str], amount: int | None) -> None:
    found = rate_for(ALL_SCOPES, day="2026-03-02", **where)

    assert (found.amount if found else None) == amount


def test_of_one_scope_the_newest_in_force_on_the_day_wins() -> None:
    rates = [
        a_rate(RateScope.USER, amount, since, user="me")
        for amount, since in ((30, "2026-06-01"), (10, "2026-01-01"), (20, "2026-03-02"))
    ]

    amounts = [rate.amount if (rate := rate_for(rates, day=day, user="me")) else None
               for day in ("2025-12-31", "2026-01-01", "2026-03-01", "2026-03-02", "2026-07-01")]  # fmt: skip

    assert amounts == [None, 10, 10, 20, 30]


def test_a_particular_rate_not_yet_in_force_leaves_the_general_one() -> None:
    rates = [a_rate(RateScope.USER, 10, user="me"), a_rate(RateScope.PROJECT, 30, "2026-06-01", project="site")]

    found = rate_for(rates, day="2026-03-02", user="me", project="site")

    assert found is not None
    assert found.amount == 10


def test_rates_of_one_day_are_chosen_alike_in_any_order() -> None:
    twins = [a_rate(RateScope.USER, amount, user="me") for amount in (10, 20)]

    assert rate_for(twins, day="2026-03-02", user="me") == rate_for(twins[::-1], day="2026-03-02", user="me")


@pytest.mark.parametrize(
    ("mode", "minutes", "seconds", "shown"),
    [
        (RoundingMode.NONE, 15, 1234, 1234),
        (RoundingMode.UP, 15, 1, 900),
        (RoundingMode.UP, 15, 900, 900),
        (RoundingMode.DOWN, 15, 899, 0),
        (RoundingMode.NEAREST, 15, 449, 0),
        (RoundingMode.NEAREST, 15, 450, 900),
        (RoundingMode.UP, 0, 77, 77),
    ],
)
def test_rounding_goes_the_way_it_is_told(mode: RoundingMode, minutes: int, seconds: int, shown: int) -> None:
    assert Rounding(mode, minutes).apply(seconds) == shown


MODES = st.builds(Rounding, st.sampled_from(list(RoundingMode)), st.integers(1, 60))


@given(MODES, st.integers(0, 10**6), st.integers(0, 10**6))
def test_rounding_keeps_order_and_stays_within_a_step(rounding: Rounding, one: int, other: int) -> None:
    shown = rounding.apply(one)

    assert rounding.apply(shown) == shown
    assert abs(shown - one) < rounding.minutes * 60
    assert (rounding.apply(min(one, other))) <= rounding.apply(max(one, other))


@given(
    MODES,
    st.lists(
        st.tuples(
            st.sampled_from(["p", "q", None]), st.sampled_from(["2026-01-01", "2026-01-02"]), st.integers(0, 10**5)
        ),
        max_size=12,
    ),
)
def test_rounding_per_day_and_project_rounds_each_sum_once(
    rounding: Rounding, pieces: list[tuple[str | None, str, int]]
) -> None:
    by_day_and_project = rounding.per_day_and_project(pieces)
    sums: dict[tuple[str | None, str], int] = {}
    for project, day, seconds in pieces:
        sums[project, day] = sums.get((project, day), 0) + seconds

    assert [
        sum(shown for (p, d, _), shown in zip(pieces, by_day_and_project, strict=True) if (p, d) == key) for key in sums
    ] == [rounding.apply(total) for total in sums.values()]
    assert Rounding().per_day_and_project(pieces) == [seconds for _, _, seconds in pieces]


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("usd", 2), ("JPY", 0), ("kwd", 3), ("XXX", 2)])
def test_the_smallest_unit_of_a_currency(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits
