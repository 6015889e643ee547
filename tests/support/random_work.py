"""Somebody at work, by a seed: tracks, edits, deletes, undoes, through the workflows a window uses."""

import random
from dataclasses import dataclass
from typing import Any

from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import NotFound, RuleBroken
from app.domain.outcome import Outcome
from app.orchestrators.history.history import redo, undo
from app.orchestrators.projects.projects import create_project, list_projects, update_project
from app.orchestrators.time_tracking.entries import add_entry, delete_entries, edit_entry, split_entry
from app.orchestrators.time_tracking.log import entry_page
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.storage.context import Context

_WORDS = ("review", "design", "call", "fix", "plan", "write", "test", "refactor")


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: its name, and the versions of the changes it wrote, as hex."""

    name: str
    versions: tuple[str, ...]


class RandomWork:
    """Does one thing at a time; ``do`` returns when it is on the disk."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def do(self, ctx: Context) -> Deed | None:
        """Do something; None when the rules did not allow it just now."""
        name = self._dice.choices(
            ("add", "edit", "delete", "split", "start", "stop", "undo", "redo", "project", "rename"),
            (20, 40, 4, 4, 8, 8, 5, 2, 4, 5),
        )[0]
        try:
            outcome: Outcome[Any] = getattr(self, f"_{name}")(ctx)
        except (RuleBroken, NotFound):
            return None
        return Deed(name, _versions(ctx, outcome))

    def _add(self, ctx: Context) -> Outcome[Any]:
        start = ctx.now() - self._dice.randint(3_600, 40 * 86_400)
        projects = [row.project.id for row in list_projects(ctx)]
        return add_entry(
            ctx, started_at=start, ended_at=start + self._dice.randint(60, 7_200), description=self._text(),
            project=self._dice.choice([None, *projects]),
        )  # fmt: skip

    def _edit(self, ctx: Context) -> Outcome[Any]:
        entry = self._entry(ctx)
        if self._dice.random() < 0.6:
            return edit_entry(ctx, entry, description=self._text())
        return edit_entry(ctx, entry, billable=self._dice.random() < 0.5)

    def _delete(self, ctx: Context) -> Outcome[Any]:
        return delete_entries(ctx, [self._entry(ctx)])

    def _split(self, ctx: Context) -> Outcome[Any]:
        found = self._entries(ctx)
        row = self._dice.choice(found)
        if row.ended_at is None or row.ended_at - row.started_at < 120:
            raise RuleBroken("too short to split")
        return split_entry(ctx, row.id, (row.started_at + row.ended_at) // 2)

    def _start(self, ctx: Context) -> Outcome[Any]:
        return start_timer(ctx, description=self._text())

    def _stop(self, ctx: Context) -> Outcome[Any]:
        return stop_timer(ctx)

    def _undo(self, ctx: Context) -> Outcome[Any]:
        return undo(ctx)

    def _redo(self, ctx: Context) -> Outcome[Any]:
        return redo(ctx)

    def _project(self, ctx: Context) -> Outcome[Any]:
        return create_project(ctx, name=f"{self._text()} {self._dice.randrange(10**6)}", accept_warnings=True)

    def _rename(self, ctx: Context) -> Outcome[Any]:
        rows = list_projects(ctx)
        if not rows:
            raise RuleBroken("no project yet")
        return update_project(
            ctx, self._dice.choice(rows).project.id, name=f"{self._text()} {self._dice.randrange(10**6)}"
        )

    def _entries(self, ctx: Context) -> list[TimeEntry]:
        found = [row.entry for day in entry_page(ctx, limit=60).days for row in day.rows]
        if not found:
            raise RuleBroken("nothing tracked yet")
        return found

    def _entry(self, ctx: Context) -> str:
        # Often the same few, so that several devices meet on them.
        found = self._entries(ctx)
        return str(self._dice.choice(found[:6] if self._dice.random() < 0.7 else found).id)

    def _text(self) -> str:
        return " ".join(self._dice.choices(_WORDS, k=3))


def _versions(ctx: Context, outcome: Outcome[Any]) -> tuple[str, ...]:
    if outcome.changes.action is None:
        return ()
    with ctx.database.reading() as connection:
        rows = connection.execute(
            "SELECT change.version FROM change JOIN action ON action.number = change.action WHERE batch = ?",
            (int(outcome.changes.action),),
        )
        return tuple(version.hex() for (version,) in rows)
