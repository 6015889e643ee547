"""Import and export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.asking import agreed, ask, somebody_there
from app.cli.choosing import BillableOnly, ClientNames, GroupNames, ProjectNames, Since, TagNames, Until, chosen
from app.cli.desk import Json, Unconfirmed, answer, given, store
from app.cli.import_words import (
    QUESTION,
    SHOWN_OPTIONS,
    counted,
    counts_json,
    print_details,
    print_plan,
    sentence_of,
    some,
)
from app.cli.progress import shown_progress
from app.cli.whole_store import import_whole_store
from app.cli.words import print_json
from app.domain.errors import AppError, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.orchestrators.exchange.plans import ImportPlan, Question
    from app.storage.context import Context
    from app.storage.filters import EntryFilter

Answers = dict[str, str]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command()(export)


def import_(
    call: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What another tracker exported, or our own .zip.")],
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="Which program it is from: toggl, clockify … or csv."),
    ] = None,
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="The zone of its times: Europe/Berlin.")] = None,
    date_order: Annotated[str | None, typer.Option(metavar="dmy|mdy", help="What comes first, day or month.")] = None,
    repeated: Annotated[
        str | None, typer.Option(metavar="first|second", help="Which of the hours the clocks repeated.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="Of a table that is not known: which column holds what. Repeat it."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask; take what is likeliest for what is not said.")
    ] = False,
    json: Json = False,
) -> None:
    """Import entries; what is here already is left out."""
    with store(call, upkeep=True) as ctx:
        if _is_ours(file):
            import_whole_store(ctx, file, dry_run=dry_run, yes=yes, as_json=json)
            return
        answers: Answers = given(format=format_, zone=zone, date_order=date_order, repeated=repeated)
        plan = _planned(ctx, file, answers, _columns(column), yes=yes, may_ask=not json and not dry_run)
        if plan.questions:
            print_plan(plan, as_json=json)
            raise typer.Exit(QUESTION)
        if dry_run:
            print_plan(plan, as_json=json)
            return
        if not yes:
            _confirm(plan, as_json=json)
        _run(ctx, plan, as_json=json)


def _columns(said: list[str] | None) -> dict[str, str] | None:
    """Return by field the column that holds it."""
    if not said:
        return None
    from app.exchange.generic import FIELDS

    columns = {}
    for one in said:
        field, equals, name = one.partition("=")
        if not equals or field.strip() not in FIELDS:
            raise typer.BadParameter(f"“{one}” is not FIELD=COLUMN; fields are: {', '.join(FIELDS)}")
        columns[field.strip()] = name.strip()
    return columns


def _planned(
    ctx: Context, file: Path, answers: Answers, columns: dict[str, str] | None, *, yes: bool, may_ask: bool
) -> ImportPlan:
    """Plan again and again until every question is answered, or nobody answers."""
    from app.orchestrators.exchange.importing import plan_import

    asked: str | None = None
    while True:
        try:
            plan = plan_import(ctx, file, columns=columns, **answers)
        except RuleBroken as error:
            if asked is None:
                raise
            # A person mistyped an answer, and is asked again.
            print(error, file=sys.stderr)
            del answers[asked]
            asked = None
            continue
        if not plan.questions or plan.questions[0].code in answers:
            return plan
        question = plan.questions[0]
        asks = may_ask and not yes and somebody_there()
        reply = _reply(question) if asks else question.suggestion if yes else None
        if not reply:
            return plan
        answers[question.code] = reply
        asked = question.code if asks else None


def _reply(question: Question) -> str | None:
    """Ask a question on the terminal; Enter takes the suggestion, the number or the word of an option that one."""
    shown = question.options if len(question.options) <= SHOWN_OPTIONS else ()
    for at, (_, label) in enumerate(shown, 1):
        print(f"  {at}  {label}")
    hint = f" [{question.suggestion}]" if question.suggestion else ""
    reply = ask(f"{question.text}{hint} ")
    if reply.isdecimal() and 1 <= int(reply) <= len(shown):
        return shown[int(reply) - 1][0]
    return reply or question.suggestion


def _confirm(plan: ImportPlan, *, as_json: bool) -> None:
    if plan.created + plan.running == 0 and not plan.rejected:
        return
    question = "Import this?"
    if as_json or not somebody_there():
        print_plan(plan, as_json=as_json, confirm=question)
        raise typer.Exit(QUESTION)
    print_plan(plan, as_json=False)
    if not agreed(question):
        raise Unconfirmed("Nothing was imported.")


def _run(ctx: Context, plan: ImportPlan, *, as_json: bool) -> None:
    from app.orchestrators.exchange.importing import run_import

    with shown_progress("Importing", plan.rows, as_json=as_json) as progress:
        result = run_import(ctx, plan, progress=progress).value
    if as_json:
        print_json(counts_json(result, plan.rejected, ()))
        return
    new = result.created + result.running
    print(sentence_of(result, "Imported") if new else "Nothing new to import.")
    print_details(plan, result)
    if new:
        print("“stintbook undo” takes it back.")


def _is_ours(file: Path) -> bool:
    """Return whether a file is an export of everything; other programs export zip files as well."""
    try:
        with file.open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return False
        from app.exchange.registry import is_known_zip, open_source

        return not is_known_zip(open_source(file))
    except OSError as error:
        raise AppError(f"“{file}” cannot be read: {error.strerror}.") from error


def export(
    call: typer.Context,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write entries as CSV.")] = None,
    everything: Annotated[
        Path | None, typer.Option("--all", metavar="FILE.zip", help="Write everything, to bring it in elsewhere.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="Write a spreadsheet.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page to read or print.")] = None,
    as_json_file: Annotated[
        Path | None, typer.Option("--json-file", metavar="FILE", help="Write JSON, for other programs.")
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="Write a calendar.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="Write pages to print.")] = None,
    since: Since = None,
    until: Until = None,
    project: ProjectNames = None,
    group: GroupNames = None,
    client: ClientNames = None,
    tag: TagNames = None,
    billable: BillableOnly = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Json = False,
) -> None:
    """Write entries to a file (CSV, a spreadsheet, HTML, PDF, JSON, a calendar), or everything to a zip file."""
    given_targets = {
        "csv": csv,
        "all": everything,
        "xlsx": xlsx,
        "html": html,
        "json": as_json_file,
        "ics": ics,
        "pdf": pdf,
    }
    named_targets = [(form, path) for form, path in given_targets.items() if path is not None]
    if len(named_targets) != 1:
        raise typer.BadParameter("say one of --csv, --xlsx, --html, --pdf, --json-file, --ics FILE, or --all FILE.zip")
    form, target = named_targets[0]
    if target.exists() and not force:
        raise RuleBroken(f"“{target}” is there already. Say --force to replace it.")
    wanted = {"project": project, "group": group, "client": client, "tag": tag}
    narrowed = bool(since or until or billable is not None or any(wanted.values()))
    if everything and narrowed:
        raise typer.BadParameter("--all writes everything; days and names go with --csv")
    with store(call, upkeep=True) as ctx:
        if everything:
            _export_everything(ctx, everything, as_json=json)
            return
        filter_ = chosen(ctx, since=since, until=until, names=wanted, billable=billable) if narrowed else None
        with shown_progress("Writing", 0, as_json=json) as progress:
            rows = _export_entries(ctx, target, form, filter_, progress)
        sentence = f"Wrote {some(rows, 'entry', 'entries')} to “{target}”."
        answer({"file": str(target), "entries": rows}, sentence, as_json=json)


def _export_entries(
    ctx: Context, target: Path, form: str, filter_: EntryFilter | None, progress: Callable[[int, int], None] | None
) -> int:
    if form == "csv":
        from app.orchestrators.exchange.exporting import export_csv

        return export_csv(ctx, target, chosen=filter_, progress=progress)
    from app.orchestrators.exchange.sheets import Form, export_entries

    return export_entries(ctx, target, Form(form), chosen=filter_, progress=progress)


def _export_everything(ctx: Context, target: Path, *, as_json: bool) -> None:
    from app.orchestrators.exchange.exporting import export_everything

    with shown_progress("Writing", 0, as_json=as_json) as progress:
        summary = export_everything(ctx, target, progress=progress)
    sentence = f"Wrote to “{target}”: {counted(summary.counts)}."
    answer({"file": str(target), "counts": summary.counts}, sentence, as_json=as_json)
