"""Time off: one's own, and the public holidays of where one lives."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.capacity import is_off
from app.domain.days import days_between, next_day
from app.domain.entities.planning import TimeOff, TimeOffKind
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import UserId
from app.orchestrators.history.history import actions, next_undo, undo
from app.orchestrators.settings.settings import get_settings, update_settings
from app.orchestrators.work_hours.analytics import capacity
from app.orchestrators.work_hours.public_holidays import Holiday
from app.orchestrators.work_hours.time_off import (
    add_time_off,
    delete_time_off,
    falls_between,
    holiday_region,
    holiday_regions,
    import_holidays,
    keep_holidays,
    leave_holidays,
    list_time_off,
    preview_holidays,
    update_time_off,
)
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.support.store import USER, clock_of, make_context

YEAR_S = 366 * 86_400


def minutes(ctx: Context, day: str) -> int:
    return capacity(ctx, since=day, until=day)[0].capacity


def names(ctx: Context, since: str, until: str) -> list[str]:
    return [off.name for off in list_time_off(ctx, since=since, until=until)]


# --- one's own ---


def test_time_off_takes_its_days_and_comes_back_with_one_undo(ctx: Context) -> None:
    off = add_time_off(ctx, name=" Sea ", start_date="2026-03-04", end_date="2026-03-05").value

    assert (off.name, off.kind, off.fraction) == ("Sea", TimeOffKind.VACATION, 1.0)
    assert [minutes(ctx, f"2026-03-0{day}") for day in (3, 4, 5, 6)] == [480, 0, 0, 480]
    delete_time_off(ctx, off.id)
    assert minutes(ctx, "2026-03-04") == 480
    undo(ctx)
    assert minutes(ctx, "2026-03-04") == 0


def test_half_a_day_is_half_a_day_and_a_birthday_comes_every_year(ctx: Context) -> None:
    add_time_off(ctx, name="Dentist", start_date="2026-03-04", end_date="2026-03-04", kind="other", fraction=0.5)
    add_time_off(ctx, name="Birthday", start_date="2026-03-05", end_date="2026-03-05", recurs_annually=True)

    assert (minutes(ctx, "2026-03-04"), minutes(ctx, "2026-03-05"), minutes(ctx, "2027-03-05")) == (240, 0, 0)


def test_time_off_is_changed_field_by_field(ctx: Context) -> None:
    off = add_time_off(ctx, name="Sea", start_date="2026-03-04", end_date="2026-03-05").value

    update_time_off(ctx, off.id, name="Flu", kind="sick", end_date="2026-03-04")

    (kept,) = list_time_off(ctx)
    assert (kept.name, kept.kind, kept.end_date) == ("Flu", TimeOffKind.SICK, "2026-03-04")
    with pytest.raises(RuleBroken, match="cannot be changed: region"):
        update_time_off(ctx, off.id, region="DE")
    with pytest.raises(RuleBroken, match="a first and a last day"):
        update_time_off(ctx, off.id, end_date=None)
    with pytest.raises(NotFound):
        update_time_off(ctx, ctx.new_id(), name="x")
    with pytest.raises(NotFound):
        delete_time_off(ctx, ctx.new_id())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": " "}, "name"), ({"kind": "party"}, "no kind of time off. There are: public_holiday"),
        ({"start_date": "4.3."}, "no day"), ({"end_date": "2026-03-01"}, "before the first"),
        ({"fraction": 0.0}, "more than nothing"),
        ({"end_date": "2027-03-05", "recurs_annually": True}, "less than a year"),
    ],
)  # fmt: skip
def test_time_off_that_cannot_be_is_refused(ctx: Context, fields: dict[str, object], says: str) -> None:
    given_fields: dict[str, object] = {"name": "Sea", "start_date": "2026-03-04", "end_date": "2026-03-05"} | fields

    with pytest.raises(RuleBroken, match=says):
        add_time_off(ctx, **given_fields)  # type: ignore[arg-type]
    assert list_time_off(ctx) == []


def test_years_of_time_off_are_taken_with_a_word_of_warning(ctx: Context) -> None:
    outcome = add_time_off(ctx, name="World tour", start_date="2026-03-04", end_date="2031-03-03")

    assert [problem.code for problem in outcome.problems] == ["long_time_off"]
    assert (minutes(ctx, "2030-07-01"), minutes(ctx, "2031-03-04")) == (0, 480)
    assert update_time_off(ctx, outcome.value.id, end_date="2026-03-10").problems == ()


OFF = st.builds(
    lambda start, length, annually: TimeOff(
        id="o", created_at=0, user=USER, name="x", kind=TimeOffKind.OTHER, start_date=next_day("2024-01-01", start),
        end_date=next_day("2024-01-01", start + length), recurs_annually=annually,
    ),
    st.integers(0, 800), st.integers(0, 300), st.booleans(),
)  # fmt: skip


@given(OFF, st.integers(0, 1500), st.integers(0, 420))
def test_time_off_falls_into_a_span_if_it_has_a_day_there(off: TimeOff, begin: int, length: int) -> None:
    since = next_day("2023-06-01", begin)
    until = next_day(since, length)

    assert falls_between(off, since, until) == any(is_off(off, day) for day in days_between(since, until))
    assert falls_between(off, None, None)


def test_who_is_off_on_the_leap_day_is_so_in_leap_years(ctx: Context) -> None:
    off = add_time_off(ctx, name="Leap day", start_date="2024-02-29", end_date="2024-02-29", recurs_annually=True).value

    assert (falls_between(off, "2026-01-01", "2026-12-31"), falls_between(off, "2028-01-01", "2028-12-31")) == (
        False,
        True,
    )
    assert list_time_off(ctx, since="2025-03-01", until="2028-02-28") == []


def test_an_open_span_holds_what_comes_every_year(ctx: Context) -> None:
    add_time_off(ctx, name="Birthday", start_date="2026-03-05", end_date="2026-03-05", recurs_annually=True)
    add_time_off(ctx, name="Sea", start_date="2026-03-06", end_date="2026-03-06")

    assert [off.name for off in list_time_off(ctx, since="2030-01-01")] == ["Birthday"]
    assert [off.name for off in list_time_off(ctx, until="2026-03-05")] == ["Birthday"]


# --- public holidays ---


def test_the_holidays_of_a_region_are_kept_for_this_year_and_the_next_two(ctx: Context) -> None:
    added = import_holidays(ctx, "de", "BY", language="de_DE").value

    assert len(added) == len(list_time_off(ctx)) >= 36
    assert {off.start_date[:4] for off in added} == {"2026", "2027", "2028"}
    assert {(off.kind, off.region, off.fraction) for off in added} == {(TimeOffKind.PUBLIC_HOLIDAY, "DE-BY", 1.0)}
    assert names(ctx, "2026-06-04", "2026-06-04") == ["Fronleichnam"]
    assert minutes(ctx, "2026-06-04") == 0
    assert holiday_region(ctx) == "DE-BY"
    undo(ctx)
    assert list_time_off(ctx) == []
    assert holiday_region(ctx) is None


def test_holidays_are_named_in_the_language_nearest_to_ones_own(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_TIME", "LANG"):
        monkeypatch.delenv(name, raising=False)

    assert preview_holidays(ctx, "DE", years=[2026])[0] == Holiday("2026-01-01", "New Year's Day")
    assert preview_holidays(ctx, "DE", years=[2026], language="de-AT")[0].name == "Neujahr"
    assert preview_holidays(ctx, "DE", years=[2026], language="xx")[0].name == "Neujahr"
    assert preview_holidays(ctx, "CH", "ZH", years=[2026], language="fr")[0].name == "Nouvel An"
    assert preview_holidays(ctx, "DE", years=[2026], language="C")[0].name == "New Year's Day"
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert preview_holidays(ctx, "DE", years=[2026])[0].name == "Neujahr"
    assert {day.day[:4] for day in preview_holidays(ctx, "DE")} == {"2026", "2027", "2028"}


def test_countries_and_regions_are_offered_by_name(ctx: Context) -> None:
    countries = holiday_regions(ctx, language="de")
    in_english = {region.code: region.name for region in holiday_regions(ctx, language="not a language")}

    shown = [region.name for region in countries]
    assert len(countries) > 200
    assert shown.index("Österreich") < shown.index("Portugal")
    assert in_english["AT"] == "Austria"
    assert {region.code: region.name for region in holiday_regions(ctx, "DE")}["BY"] == "Bayern"
    assert holiday_regions(ctx, "LU") == []


@pytest.mark.parametrize(
    ("country", "region", "says"), [("XX", None, "no country “XX”"), ("DE", "XY", "no region “XY”")]
)
def test_places_that_are_not_known_are_refused(ctx: Context, country: str, region: str | None, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        import_holidays(ctx, country, region)
    with pytest.raises(RuleBroken, match="no country"):
        holiday_regions(ctx, "XX")
    assert list_time_off(ctx) == []


def test_another_region_replaces_what_is_to_come_and_leaves_what_was(ctx: Context) -> None:
    import_holidays(ctx, "DE", "BY", language="de")
    import_holidays(ctx, "DE", "BE", language="de")

    # Epiphany, a Bavarian day, was in January; Corpus Christi is to come.
    assert names(ctx, "2026-01-01", "2026-01-31") == ["Neujahr", "Heilige Drei Könige"]
    assert names(ctx, "2026-06-04", "2026-06-04") == []
    assert names(ctx, "2026-03-08", "2026-03-08") == ["Frauentag"]
    assert holiday_region(ctx) == "DE-BE"
    undo(ctx)
    assert names(ctx, "2026-06-04", "2026-06-04") == ["Fronleichnam"]
    assert holiday_region(ctx) == "DE-BY"


def test_the_same_region_again_brings_back_what_was_deleted_and_keeps_what_was_changed(ctx: Context) -> None:
    first, second, *_ = import_holidays(ctx, "DE", language="de").value
    delete_time_off(ctx, first.id)
    update_time_off(ctx, second.id, fraction=0.5)

    added = import_holidays(ctx, "DE", language="en").value

    assert [off.id for off in added] == [first.id]
    assert next(off for off in list_time_off(ctx) if off.id == second.id).fraction == 0.5


def test_years_can_be_chosen(ctx: Context) -> None:
    added = import_holidays(ctx, "DE", years=[2020], language="de").value

    assert {off.start_date[:4] for off in added} == {"2020"}


def test_holidays_that_are_no_longer_kept_leave_the_past(ctx: Context) -> None:
    import_holidays(ctx, "DE", "BY", language="de")
    add_time_off(ctx, name="Sea", start_date="2026-07-04", end_date="2026-07-05")

    gone = leave_holidays(ctx).value

    assert [off.name for off in list_time_off(ctx)] == ["Neujahr", "Heilige Drei Könige", "Sea"]
    assert gone == 34
    assert holiday_region(ctx) is None
    assert keep_holidays(ctx).value == ()


def test_two_devices_that_speak_two_languages_mean_the_same_days(ctx: Context) -> None:
    other = make_context(seed=2)
    there = {off.id for off in import_holidays(other, "DE", "BY", language="en").value}
    other.database.close()

    assert {off.id for off in import_holidays(ctx, "DE", "BY", language="de").value} == there


def test_days_kept_before_there_was_an_account_are_not_kept_twice(ctx: Context) -> None:
    before = import_holidays(ctx, "DE", "BY", language="en").value
    # The account has another user, whose everything is from then on.
    account = replace(ctx, user=UserId(USER[:-1] + "2"))
    with unit_of_work(ctx) as work:
        work.time_off.save_all(replace(off, user=account.user) for off in before)

    assert import_holidays(account, "DE", "BY", language="en").value == ()
    assert len(list_time_off(account)) == len(before)


def test_the_next_year_comes_by_itself_and_is_nothing_to_undo(ctx: Context) -> None:
    import_holidays(ctx, "DE", language="de")
    undoable, _ = next_undo(ctx)
    assert not keep_holidays(ctx).changes
    clock_of(ctx).forward(YEAR_S)

    added = keep_holidays(ctx, language="de_AT").value

    assert {off.start_date[:4] for off in added} == {"2029"}
    assert added[0].name == "Neujahr"
    assert next_undo(ctx)[0] == undoable
    assert (actions(ctx, 1)[0].code, actions(ctx, 1)[0].role) == ("add_public_holidays", "refresh")
    assert keep_holidays(ctx).value == ()


def test_upkeep_brings_nothing_back_that_somebody_deleted(ctx: Context) -> None:
    update_settings(ctx, holiday_region="DE")
    added = keep_holidays(ctx).value
    for off in added:
        delete_time_off(ctx, off.id)

    assert len(added) > 20
    assert keep_holidays(ctx).value == ()


def test_settings_of_working_hours_are_kept_only_where_they_make_sense(ctx: Context) -> None:
    update_settings(
        ctx,
        balance_since="2026-01-01",
        balance_opening_minutes=-90,
        holiday_region="CH-Stadt Zurich",
        vacation_days=27.5,
    )

    assert get_settings(ctx).vacation_days == 27.5
    for name, value in (
        ("balance_since", "soon"), ("balance_opening_minutes", 1e9), ("holiday_region", "Bavaria"), ("holiday_region", 3),
        ("vacation_days", -1), ("vacation_days", True), ("vacation_days", "30"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=name):
            update_settings(ctx, **{name: value})
