"""The entries that Review has to look at are found without reading all of them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.projects import Milestone, Task
from app.domain.ids import ProjectId
from app.domain.timer import overlap
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, USER, make_context, make_entry, make_project

OTHER = "0195f000-0000-7000-8000-0000000000ff"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.none() | st.integers(1, 12),
            st.sampled_from([USER, OTHER]),
            st.sampled_from(["project", "task", "milestone", "nothing", "lost", "lost task", "lost milestone"]),
        ),
        max_size=10,
    )
)
def test_doubtful_entries_are_those_a_look_at_each_beside_all_others_finds(
    works: list[tuple[int, int | None, str, str]],
) -> None:
    ctx = make_context()
    now, long_s = MORNING + 60 * 3600, 10 * 3600
    project = make_project(ctx)
    task = Task(id=ctx.new_id(), created_at=0, project=ProjectId(project.id), name="Task")
    stage = Milestone(id=ctx.new_id(), created_at=0, project=ProjectId(project.id), name="Stage", due_date="2026-03-31")
    with unit_of_work(ctx) as work:
        work.projects.save(project)
        work.tasks.save(task)
        work.milestones.save(stage)
        parts: dict[str, dict[str, Any]] = {
            "project": {"project": project}, "task": {"project": project, "task": task.id},
            "milestone": {"project": project, "milestone": stage.id}, "nothing": {}, "lost": {"project": make_project(ctx, "Lost")},
            "lost task": {"project": project, "task": stage.id}, "lost milestone": {"project": project, "milestone": task.id},
        }  # fmt: skip
        entries = [
            make_entry(ctx, MORNING + hour * 3600, hours and hours * 3600, user=user, **parts[part])
            for hour, hours, user, part in works
        ]
        work.time_entries.save_all(entries)
    doubtful = [
        entry
        for entry, (*_, part) in zip(entries, works, strict=True)
        if entry.running or entry.seconds(now) > long_s or part.startswith(("nothing", "lost"))
        or any(overlap(entry, other, now=now) for other in entries if other.user == entry.user and other is not entry)
    ]  # fmt: skip

    with reading(ctx) as read:
        found = read.time_entries.doubtful("2026-03-02", "2026-03-05", long_s=long_s, now=now)
    ctx.database.close()

    assert {entry.id for entry in found} == {entry.id for entry in doubtful}
    assert [entry.started_at for entry in found] == sorted(entry.started_at for entry in found)
