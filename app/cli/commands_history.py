"""Commands about what was done: the list of it, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.desk import Json, answer, store
from app.cli.tables import Column, number, print_table
from app.cli.words import print_json
from app.domain.days import utc_text, wall_clock

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.storage.history import PastAction
    from app.storage.undo import Undone

_PANEL = "Track"
_SHOWN = 20
Limit = Annotated[int, typer.Option(metavar="N", min=1, help="At most so many, the newest.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=_PANEL)(undo)
    app.command(rich_help_panel=_PANEL)(redo)
    app.command(rich_help_panel=_PANEL)(history)


def undo(
    call: typer.Context,
    action: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="An action of “history”; the last one if not said.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list what was done, as “history” does.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Even if something was changed again since.")] = False,
    json: Json = False,
) -> None:
    """Take back the last action, of window or command, or an earlier one by its number."""
    if list_:
        history(call, json=json)
        return
    from app.orchestrators.history.history import undo as take_back

    with store(call) as ctx:
        _tell("undone", take_back(ctx, action, force=force).value, as_json=json)


def redo(call: typer.Context, json: Json = False) -> None:
    """Do again what was undone last."""
    from app.orchestrators.history.history import redo as do_again

    with store(call) as ctx:
        _tell("redone", do_again(ctx).value, as_json=json)


def history(call: typer.Context, limit: Limit = _SHOWN, json: Json = False) -> None:
    """List what was done, newest first."""
    from app.orchestrators.history.history import actions

    with store(call) as ctx:
        found = actions(ctx, limit)
        if json:
            print_json({"actions": [_action_json(action) for action in found]})
        elif found:
            _print(ctx, found)
        else:
            print("Nothing was done yet.")


def _print(ctx: Context, found: list[PastAction]) -> None:
    columns = (number("Number"), Column("When", whole=True), Column("What"), Column(""))
    print_table(columns, [
        (str(action.number), f"{wall_clock(action.at, ctx.zone):%Y-%m-%d %H:%M}", _what(action),
         "undone" if action.undone else "")
        for action in found
    ])  # fmt: skip


def _what(action: PastAction) -> str:
    of = {"undo": "undo: ", "redo": "redo: "}.get(action.role, "")
    return of + _named(action.code, action.subject)


def _action_json(action: PastAction) -> dict[str, Any]:
    return {
        "number": action.number,
        "at": utc_text(action.at),
        "action": action.code,
        "subject": action.subject,
        "role": action.role,
        "of": action.of,
        "changes": action.changes,
        "undone": action.undone,
    }


def _tell(verb: str, undone: Undone, *, as_json: bool) -> None:
    sentence = f"{verb.capitalize()}: {_named(undone.code, undone.subject)}"
    content = {verb: {"action": undone.code, "subject": undone.subject, "number": undone.number}}
    answer(content, sentence, as_json=as_json)


def _named(code: str, subject: str) -> str:
    return code.replace("_", " ") + (f" “{subject}”" if subject else "")
