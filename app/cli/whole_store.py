"""Bringing a whole export in: what it would add, the question, and what it added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from app.cli.asking import agreed, somebody_there
from app.cli.desk import Unconfirmed
from app.cli.import_words import QUESTION, confirm_json, counted
from app.cli.progress import shown_progress
from app.cli.words import print_json

if TYPE_CHECKING:
    from pathlib import Path

    from app.orchestrators.exchange.everything import ReadBack
    from app.storage.context import Context


def import_whole_store(ctx: Context, file: Path, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Add what an export of everything has and this store lacks, after saying what that is."""
    from app.orchestrators.exchange.exporting import import_everything

    if dry_run or not yes:
        _look(ctx, file, f"Bring in everything of “{file.name}”?", dry_run=dry_run, as_json=as_json)
    if dry_run:
        return
    with shown_progress("Importing", 0, as_json=as_json) as progress:
        back = import_everything(ctx, file, progress=progress).value
    _print(back, "Brought in", as_json=as_json)


def _look(ctx: Context, file: Path, question: str, *, dry_run: bool, as_json: bool) -> None:
    from app.orchestrators.exchange.exporting import preview_everything

    with shown_progress("Looking", 0, as_json=as_json) as progress:
        found = preview_everything(ctx, file, progress=progress)
    asks = not dry_run and not as_json and somebody_there()
    unanswered = not dry_run and not asks
    _print(found, "To bring in:", as_json=as_json, questions=[confirm_json(question)] if unanswered else [])
    if unanswered:
        if not as_json:
            print(f"{question} Nothing was brought in; say --yes.")
        raise typer.Exit(QUESTION)
    if asks and not agreed(question):
        raise Unconfirmed("Nothing was brought in.")


def _print(back: ReadBack, verb: str, *, as_json: bool, questions: list[dict[str, Any]] | None = None) -> None:
    if as_json:
        content = {"counts": back.counts, "revived": back.revived, "present": back.present, "notes": list(back.notes)}
        print_json(content | ({"questions": questions} if questions is not None else {}))
        return
    parts = [f"{verb} {counted(back.counts)}"]
    if any(back.revived.values()):
        parts.append(f"back from the trash {counted(back.revived)}")
    if any(back.present.values()):
        parts.append(f"here already {counted(back.present)}")
    print("; ".join(parts))
    for note in back.notes:
        print(f"Note: {note}")
