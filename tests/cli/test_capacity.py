"""How much time there is, on the command line: by day, week and month, for people and for scripts."""

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def busy(cli: Cli) -> Cli:
    """A week with ten hours of a project, six of them planned on Tuesday, and an hour tracked this morning."""
    cli("projects", "add", "Website", "--due", "2026-03-06", "--estimate", "11h")
    cli("plan", "add", "Website", "2026-03-03", "9:00-15:00")
    cli("add", "6-7 mail @Website")
    return cli


def test_each_day_has_its_five_figures_in_minutes(busy: Cli) -> None:
    days = busy.json("capacity", "--since", "2026-03-02", "--until", "2026-03-07")

    assert list(days) == [f"2026-03-{day:02}" for day in range(2, 8)]
    assert [list(row) for row in days.values()] == [["capacity", "planned", "auto", "tracked", "availability"]] * 6
    assert list(days["2026-03-02"].values()) == [480, 0, 0, 60, 480]
    assert list(days["2026-03-03"].values()) == [480, 360, 0, 0, 120]
    assert list(days["2026-03-04"].values()) == [480, 0, 80, 0, 400]
    assert list(days["2026-03-07"].values()) == [0, 0, 0, 0, 0]


def test_a_person_reads_hours_and_their_sum(busy: Cli) -> None:
    lines = busy.lines("capacity", "--since", "2026-03-02", "--until", "2026-03-07")

    assert lines[0].split() == ["Day", "Capacity", "Planned", "Estimated", "Tracked", "Free"]
    assert lines[2].split() == ["Mon", "2026-03-02", "8:00", "1:00", "8:00"]
    assert lines[3].split() == ["Tue", "2026-03-03", "8:00", "6:00", "2:00"]
    assert lines[-1].split() == ["Total", "40:00", "6:00", "4:00", "1:00", "30:00"]


def test_without_days_the_next_two_weeks_are_told(busy: Cli) -> None:
    days = list(busy.json("capacity"))

    assert (len(days), days[0], days[-1]) == (14, "2026-03-02", "2026-03-15")


def test_weeks_and_months_are_summed(busy: Cli) -> None:
    weeks = busy.json("capacity", "--since", "2026-03-02", "--until", "2026-03-15", "--by", "week")
    months = busy.json("capacity", "--since", "2026-03", "--until", "2026-04", "--by", "month")

    assert {day: row["capacity"] for day, row in weeks.items()} == {"2026-03-02": 2400, "2026-03-09": 2400}
    assert weeks["2026-03-02"]["availability"] == 2400 - 360 - 240
    assert {day: row["capacity"] // 480 for day, row in months.items()} == {"2026-03-01": 22, "2026-04-01": 22}
    assert busy.lines("capacity", "--by", "month", "--until", "2026-03")[2].split()[0] == "2026-03"
    assert busy.lines("capacity", "--by", "week")[2].split()[0] == "2026-03-02"


def test_too_much_is_marked(cli: Cli) -> None:
    cli("plan", "add", "-", "2026-03-03", "8:00-18:00", "--title", "Fair")

    line = cli.lines("capacity", "--since", "2026-03-03", "--until", "2026-03-03")[2]
    assert line.split() == ["Tue", "2026-03-03", "8:00", "10:00", "−2:00", "overcommitted"]
    assert cli.json("capacity", "--since", "2026-03-03", "--until", "2026-03-03")["2026-03-03"]["availability"] == -120


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--since", "2026-03-02", "--until", "2026-03-01"], "The last day (2026-03-01) is before the first (2026-03-02)."),
        (["--since", "1999-01-01", "--until", "2026-03-01"], "is too long to look at day by day"),
        (["--since", "0001-01-01", "--until", "0001-01-02"], "The day 0001-01-01 is too far away."),
        (["--until", "9999-12-31"], "The day 9999-12-31 is too far away."),
        (["--since", "soon"], "“soon” is not a day."),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_told(cli: Cli, arguments: list[str], sentence: str) -> None:
    assert sentence in cli.refused("capacity", *arguments)
