"""The timeline holds every project's time by day, with the same forecast as everywhere."""

from app.domain.outcome import Changes
from app.orchestrators.planning.timeline import timeline, timeline_again
from app.storage.context import Context
from tests.orchestrators.making import HOUR, a_group, a_project, an_entry
from tests.support.store import MORNING


def test_a_row_holds_what_was_done_and_what_is_estimated(ctx: Context) -> None:
    group = a_group(ctx, "Studio")
    website = a_project(
        ctx, "Website", group=group.id, start_date="2026-03-01", due_date="2026-03-06", estimate_minutes=600
    )
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=website)
    found = timeline(ctx, since="2026-03-01", until="2026-03-31")

    (row,) = found.groups[0].rows
    assert (found.groups[0].name, found.today, row.project) == ("Studio", "2026-03-02", website)
    assert (row.done, row.tracked_seconds) == ({"2026-03-02": HOUR}, HOUR)
    assert row.auto == dict.fromkeys(("2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"), 135)
    assert [(load.day, load.capacity, load.auto) for load in found.days[1:4]] == [
        ("2026-03-02", 480, 0), ("2026-03-03", 480, 135), ("2026-03-04", 480, 135),
    ]  # fmt: skip
    assert timeline_again(ctx, found, Changes(everything=True)) == found
