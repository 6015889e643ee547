"""Where calendars come from: files and addresses, what they are called by them, and what is asked of a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import RuleBroken
from app.orchestrators.planning.calendars import (
    CalendarNameTaken,
    import_calendar,
    list_calendars,
    plan_calendar,
    refresh_calendars,
    remove_calendar,
)
from app.storage.context import Context
from app.system.download import AddressRefused, DownloadFailed
from tests.orchestrators.planning.test_calendars import DAY, planning, shown, write
from tests.support.calendars import calendar
from tests.support.store import clock_of
from tests.support.web import Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as made:
        yield made


def test_names_come_from_the_file_and_are_told_apart(ctx: Context, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    first = import_calendar(ctx, write(tmp_path / "team.ics", planning(), head="")).value
    second = import_calendar(ctx, write(tmp_path / "a" / "team.ics", planning(), head="")).value
    third = import_calendar(ctx, write(tmp_path / "long.ics", planning(), head=f"NAME:{'n' * 300}\n")).value

    assert (first.name, second.name, third.name) == ("team", "team (2)", "n" * 190)


def test_a_name_that_was_asked_for_is_taken_or_refused(ctx: Context, tmp_path: Path) -> None:
    file = write(tmp_path / "team.ics", planning())
    other = write(tmp_path / "other.ics", planning(), head="")

    assert import_calendar(ctx, file, name="  My team ").value.name == "My team"
    assert import_calendar(ctx, file).value.name == "My team"
    with pytest.raises(CalendarNameTaken, match="“My team”"):
        import_calendar(ctx, other, name="My team")
    with pytest.raises(RuleBroken, match="needs a name"):
        import_calendar(ctx, other, name=" ")


def test_a_calendar_at_an_address_is_read_and_asked_again_only_for_what_changed(ctx: Context, web: Web) -> None:
    address = web.put("/team.ics", calendar(planning()), headers={"ETag": '"1"'})
    import_calendar(ctx, address)
    assert [one.name for one in list_calendars(ctx)] == ["team"]

    assert refresh_calendars(ctx).value.unchanged == 1
    assert web.asked[-1][1]["If-None-Match"] == '"1"'
    web.put("/team.ics", calendar(planning(title="New")), headers={"ETag": '"2"'})
    assert len(refresh_calendars(ctx).value.changed) == 1
    assert shown(ctx) == ["03-03 10:00 New"]


def test_a_new_month_is_looked_at_anew_though_nothing_changed(ctx: Context, web: Web) -> None:
    import_calendar(ctx, web.put("/team.ics", calendar(planning()), headers={"ETag": '"1"'}))
    clock_of(ctx).forward(31 * DAY)

    refresh_calendars(ctx)

    assert "If-None-Match" not in web.asked[-1][1]


def test_a_server_that_is_away_leaves_what_is_here(ctx: Context, web: Web) -> None:
    address = web.put("/basic.ics", calendar(planning()))
    import_calendar(ctx, address)
    assert [one.name for one in list_calendars(ctx)] == ["127.0.0.1"]
    web.put("/basic.ics", status=500)

    assert refresh_calendars(ctx).value.failed == (("127.0.0.1", "The server answered with error 500."),)
    assert shown(ctx) == ["03-03 10:00 Planning"]


def test_addresses_that_are_none_are_refused(ctx: Context, web: Web) -> None:
    with pytest.raises(AddressRefused):
        plan_calendar(ctx, "http://example.org/team.ics")
    with pytest.raises(DownloadFailed):
        plan_calendar(ctx, web.address + "/nothing.ics")


def test_a_calendar_removed_meanwhile_is_not_brought_back(ctx: Context, web: Web) -> None:
    import_calendar(ctx, web.put("/team.ics", calendar(planning())))
    clock_of(ctx).forward(5)

    class Removing(dict[str, str]):
        """Removes the calendar while the server is asked."""

        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            if shown(ctx):
                remove_calendar(ctx, "team")
            return super().get(key, default)

    web.answers["/team.ics"].headers = Removing()

    assert refresh_calendars(ctx).value.changed == ()
    assert shown(ctx) == []
