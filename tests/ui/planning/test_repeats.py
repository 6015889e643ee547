"""How something repeats: a form's choices become a rule and the rule becomes words, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import next_day, weekday
from app.domain.recurrence import is_occurrence, is_rule
from app.ui.planning.repeats import Repeat, is_last_day, is_last_week, nth, read, rule_for, sentence


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=10", "Every 3 days, 10 times"),
        ("FREQ=WEEKLY", "Every week on Tue"),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260630", "Every week on Tue and Thu until 30 Jun"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270105T080000Z", "Every 2 weeks on Tue until 5 Jan 2027"),
        ("FREQ=MONTHLY", "Every month on day 3"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=3", "Every 2 months on day 3"),
        ("FREQ=MONTHLY;BYDAY=1TU", "Every month on the first Tuesday"),
        ("FREQ=YEARLY", "Every year on 3 Mar"),
        ("FREQ=YEARLY;INTERVAL=4", "Every 4 years on 3 Mar"),
        ("FREQ=MONTHLY;BYDAY=2TU", "By a rule of its own"),
        ("FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=3", "By a rule of its own"),
        ("FREQ=WEEKLY;BYDAY=1TU", "By a rule of its own"),
        ("FREQ=DAILY;BYDAY=TU", "By a rule of its own"),
        ("FREQ=DAILY;BYMONTH=3", "By a rule of its own"),
        ("often", "By a rule of its own"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    assert sentence(rule, "2026-03-03") == words


@pytest.mark.parametrize(
    ("rule", "day", "words"),
    [
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-03-31", "Every month on the last Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31", "Every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=5TU", "2026-03-31", "Every month on the fifth Tuesday"),
    ],
)
def test_the_end_of_a_month_has_words_of_its_own(rule: str, day: str, words: str) -> None:
    assert sentence(rule, day) == words


def repeats(day: str) -> st.SearchStrategy[Repeat]:
    monthly = ["day", "nth", *(["last"] if is_last_week(day) else []), *(["last_day"] if is_last_day(day) else [])]
    ends = st.one_of(st.just((None, None)), st.just(("2027-12-31", None)), st.tuples(st.none(), st.integers(1, 99)))
    return st.builds(
        lambda unit, every, days, what, end: Repeat(
            unit, every, tuple(sorted({*days, weekday(day)})) if unit == "WEEKLY" else (),
            what if unit == "MONTHLY" else "day", *end,
        ),
        st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), st.integers(1, 20), st.sets(st.integers(0, 6)),
        st.sampled_from(monthly), ends,
    )  # fmt: skip


@given(st.data(), st.integers(0, 700))
def test_what_a_form_says_is_read_back_as_it_was(data: st.DataObject, shift: int) -> None:
    day = next_day("2026-01-01", shift)
    repeat = data.draw(repeats(day))

    rule = rule_for(repeat, day)

    assert is_rule(rule)
    assert is_occurrence(rule, day, day)
    found = read(rule, day)
    assert found is not None
    # The last Tuesday may be the fourth one as well; they are told apart by what was chosen.
    assert found == repeat
    assert sentence(rule, day)[0].isupper()


def test_days_know_their_place_in_the_month() -> None:
    assert [nth(day) for day in ("2026-03-01", "2026-03-07", "2026-03-08", "2026-03-31")] == [1, 1, 2, 5]
