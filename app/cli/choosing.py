"""The options that narrow entries down, the same for log, report and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.completing import complete_any_project, complete_client, complete_group, complete_tag
from app.cli.dates import read_day
from app.cli.names import ids_of
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.storage.context import Context

Since = Annotated[str | None, typer.Option(metavar="DAY", help="First day: 2026-03-02, 2026-03, monday, -7d.")]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="Last day, included.")]
ProjectNames = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only this project; may be repeated.", autocompletion=complete_any_project),
]
GroupNames = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this group.", autocompletion=complete_group)
]
ClientNames = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this client.", autocompletion=complete_client)
]
TagNames = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only with this tag.", autocompletion=complete_tag)
]
BillableOnly = Annotated[
    bool | None, typer.Option("--billable/--not-billable", help="Only billable entries, or only the others.")
]


def chosen(
    ctx: Context,
    *,
    since: str | None = None,
    until: str | None = None,
    names: Mapping[str, list[str] | None] | None = None,
    billable: bool | None = None,
) -> EntryFilter:
    """Return the filter that options mean; ``names`` are by kind: project, group, client, tag.

    Raises:
        UnknownName: there is no such thing. RuleBroken: a day cannot be read, or the last is before the first.
    """
    from app.domain.errors import RuleBroken
    from app.storage.unit_of_work import reading

    names = names or {}
    first, last = read_day(ctx, since), read_day(ctx, until, last=True)
    if first and last and last < first:
        raise RuleBroken(f"The last day ({last}) is before the first ({first}).")
    with reading(ctx) as read:
        ids = {kind: ids_of(read, kind, given or ()) for kind, given in names.items()}
    return EntryFilter(
        since_day=first, until_day=last, projects=ids.get("project", ()), groups=ids.get("group", ()),
        clients=ids.get("client", ()), tags_any=ids.get("tag", ()), billable=billable,
    )  # fmt: skip
