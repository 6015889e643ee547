"""Bring in what other trackers exported: look first, ask what the file leaves open, then add all of it or nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.domain.days import is_zone
from app.domain.errors import RuleBroken
from app.exchange.generic import GenericTable
from app.exchange.records import UnknownFormat
from app.exchange.registry import candidates, format_named, open_source
from app.exchange.times import DAY_FIRST, MONTH_FIRST
from app.orchestrators.exchange import asking
from app.orchestrators.exchange.intake import Intake
from app.orchestrators.exchange.mapping import remember, remembered
from app.orchestrators.exchange.plans import (
    FileChanged,
    ImportCancelled,
    ImportPlan,
    ImportResult,
    Question,
    Rejected,
    Unanswered,
)
from app.orchestrators.exchange.safety import LARGE, make_safe
from app.orchestrators.exchange.spans import FIRST, SECOND
from app.orchestrators.workflow import workflow
from app.storage.bulk import BulkEntries
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from app.domain.outcome import Outcome
    from app.exchange.records import Format, Reading
    from app.exchange.source import Source
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

__all__ = ["ImportPlan", "ImportResult", "Question", "Rejected", "plan_import", "run_import"]

_CHUNK = 1 << 20


@workflow
def plan_import(
    ctx: Context,
    path: Path,
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line and of the question
    zone: str | None = None,
    date_order: str | None = None,
    repeated: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Say what importing a file would do; nothing is written.

    ``zone`` is an IANA name, ``date_order`` dmy or mdy, ``repeated`` first or second. ``columns`` says of a table of no
    known program which column holds which field (see app.exchange.generic.FIELDS); what was said of a table with such
    a heading before is remembered. What the file leaves open comes back as questions, and the figures are then those of
    the likeliest answers.

    Raises:
        UnreadableFile: nothing of the file can be read. UnknownFormat: it is of no format known here.
        RuleBroken: an answer is none of those possible.
    """
    given = {"format": format, "zone": zone, "date_order": date_order, "repeated": repeated}
    answers = {code: answer for code, answer in given.items() if answer is not None}
    _check(answers)
    source = open_source(path)
    digest = _digest(source)
    with reading(ctx) as read:
        said = columns or remembered(read, source)
        possible = _possible(source, GenericTable.name if columns else format, said)
        chosen = possible[0]
        said = said if chosen.name == GenericTable.name else None
        understood = _understood(chosen, source, date_order, said)
        intake = Intake(ctx, read, understood, format=chosen.name, zone=zone or ctx.zone, repeated=repeated)
        intake.count()
    return ImportPlan(
        path=path, digest=digest, format=chosen.name, title=chosen.title, zone=intake.zone, date_order=understood.order,
        repeated=repeated, columns=dict(said or {}), rejected=intake.rejected, answers=answers, notes=asking.notes(source, intake),
        asked=asking.questions(source, possible, intake, answers, ctx.zone), **intake.counts(),
    )  # fmt: skip


@workflow
def run_import(
    ctx: Context,
    plan: ImportPlan,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[ImportResult]:
    """Do what a plan says, as one action that one undo takes back; on any failure nothing of it is there.

    ``progress`` gets rows done and rows in all; ``cancelled`` is asked every few hundred rows.

    Raises:
        Unanswered: the plan has open questions. FileChanged: the file is not the one that was planned.
        ImportCancelled: ``cancelled`` said so. EnvironmentFailed: there is no room on the disk.
    """
    if plan.questions:
        open_ones = " ".join(question.text for question in plan.questions)
        raise Unanswered(f"This has to be answered first: {open_ones} Nothing was added.", questions=plan.questions)
    source = open_source(plan.path)
    if _digest(source) != plan.digest:
        sentence = f"“{plan.file}” has changed since it was looked at. Look at it again. Nothing was added."
        raise FileChanged(sentence, file=plan.file)
    make_safe(ctx, plan.created)
    understood = _understood(format_named(plan.format), source, plan.date_order, plan.columns)
    with unit_of_work(ctx, "import", plan.file) as work:
        intake = Intake(
            ctx, work, understood, format=plan.format, zone=plan.zone or ctx.zone, repeated=plan.repeated, create=True
        )
        _add_all(work, intake, plan, progress, cancelled)
        if plan.columns:
            remember(work, source, plan.columns)
        if not work.rejected_rows.of(plan.digest):
            work.rejected_rows.add(plan.digest, plan.file, [(row.line, row.reason) for row in intake.rejected])
    return work.outcome(ImportResult(rejected=len(intake.rejected), **intake.counts()))


def _possible(source: Source, name: str | None, said: Mapping[str, str] | None) -> list[Format]:
    if name is not None:
        return [format_named(name)]
    try:
        return candidates(source)
    except UnknownFormat:
        if not said:
            raise
        return [format_named(GenericTable.name)]


def _understood(chosen: Format, source: Source, order: str | None, columns: Mapping[str, str] | None) -> Reading:
    if columns and isinstance(chosen, GenericTable):
        return chosen.read(source, order=order, columns=columns)
    return chosen.read(source, order=order)


def _add_all(
    work: UnitOfWork,
    intake: Intake,
    plan: ImportPlan,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    writer = BulkEntries(work)
    for batch in intake.batches():
        if cancelled is not None and cancelled():
            raise ImportCancelled("The import was stopped. Nothing was added.")
        if plan.created > LARGE:
            writer.add(batch)
        else:
            work.time_entries.save_all(batch)
        if progress is not None:
            progress(intake.rows_done, max(plan.rows, intake.rows_done))
    writer.finish()


_ANSWERS = {"date_order": (DAY_FIRST, MONTH_FIRST), "repeated": (FIRST, SECOND)}


def _check(answers: dict[str, str]) -> None:
    zone = answers.get("zone")
    if zone is not None and not is_zone(zone):
        sentence = f"There is no time zone “{zone}”. Give a name like Europe/Berlin. Nothing was added."
        raise RuleBroken(sentence, field="zone", zone=zone)
    for code, possible in _ANSWERS.items():
        if code in answers and answers[code] not in possible:
            sentence = f"“{answers[code]}” is no answer to {code}: it is {' or '.join(possible)}. Nothing was added."
            raise RuleBroken(sentence, field=code, answer=answers[code], possible=possible)


def _digest(source: Source) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
