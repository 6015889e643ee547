"""Plans and results of imports, for a person and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.words import duration, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.orchestrators.exchange.plans import Counts, ImportPlan, Question, Rejected

# The exit code of an import that waits for an answer.
QUESTION = 2
# So many options of a question are worth listing.
SHOWN_OPTIONS = 9
_SHOWN_ROWS = 10


def print_plan(plan: ImportPlan, *, as_json: bool, confirm: str | None = None) -> None:
    """Print what an import would do and what it has to ask; ``confirm`` is the last question."""
    if as_json:
        questions = [_question_json(question) for question in plan.questions]
        if confirm:
            questions.append(confirm_json(confirm))
        print_json(counts_json(plan, plan.rejected, questions))
        return
    print(f"{plan.file}: {plan.title}{f', times in {plan.zone}' if plan.zone else ''}")
    print(sentence_of(plan, "To import:"))
    print_details(plan, plan)
    for question in plan.questions:
        print(f"Question: {question.text} Say {_option(question)}.")
    if confirm:
        print(f"{confirm} Nothing was imported; say --yes.")


def _option(question: Question) -> str:
    name = f"--{question.code.replace('_', '-')}"
    values = [value for value, _ in question.options]
    example = "|".join(values) if len(values) <= SHOWN_OPTIONS else question.suggestion or values[0]
    return f"{name} {example}"


def sentence_of(counts: Counts, verb: str) -> str:
    """Return the counts of an import in one line."""
    parts = [f"{verb} {some(counts.created, 'entry', 'entries')}, {duration(counts.total_seconds)} h"]
    if counts.running:
        parts.append(f"{counts.running} running")
    new = [
        some(counts.projects, "project", "projects"), some(counts.clients, "client", "clients"),
        some(counts.tags, "tag", "tags"), some(counts.tasks, "task", "tasks"),
    ]  # fmt: skip
    wanted = [text for text in new if not text.startswith("0 ")]
    if wanted:
        parts.append(f"new: {', '.join(wanted)}")
    return "; ".join(parts)


def print_details(plan: ImportPlan, counts: Counts) -> None:
    """Print what was left out, noted and rejected."""
    if counts.duplicates:
        were = "1 was" if counts.duplicates == 1 else f"{counts.duplicates} were"
        print(f"{were} here already and left out.")
    for note in plan.notes:
        print(f"Note: {note}")
    if plan.rejected:
        print(f"{some(len(plan.rejected), 'row', 'rows')} cannot be imported:")
        for row in plan.rejected[:_SHOWN_ROWS]:
            print(f"  line {row.line}: {row.reason}")
        if len(plan.rejected) > _SHOWN_ROWS:
            print(f"  and {len(plan.rejected) - _SHOWN_ROWS} more")


def some(count: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{count} {one if count == 1 else many}"


def counts_json(counts: Counts, rejected: Sequence[Rejected], questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what scripts rely on of an import."""
    return {
        "entries": {
            "created": counts.created,
            "duplicate": counts.duplicates,
            "rejected": len(rejected),
            "running": counts.running,
        },
        "projects": counts.projects,
        "clients": counts.clients,
        "tags": counts.tags,
        "tasks": counts.tasks,
        "total_seconds": counts.total_seconds,
        "rejected": [{"line": row.line, "reason": row.reason} for row in rejected],
        "questions": list(questions),
    }


def _question_json(question: Question) -> dict[str, Any]:
    # There are hundreds of zones, and every program knows them.
    shown = question.options if len(question.options) <= SHOWN_OPTIONS else ()
    options = [{"value": value, "label": label} for value, label in shown]
    return {"code": question.code, "text": question.text, "options": options, "suggestion": question.suggestion}


def confirm_json(question: str) -> dict[str, Any]:
    """Return the last question of an import, for scripts."""
    return {"code": "confirm", "text": f"{question} Say --yes.", "options": [], "suggestion": None}


def counted(counts: Mapping[str, int]) -> str:
    """Return the counts of an export by kind."""
    return ", ".join(f"{count} {_plural(kind, count)}" for kind, count in counts.items() if count) or "nothing"


def _plural(kind: str, count: int) -> str:
    words = kind.replace("_", " ")
    if count == 1 or kind == "time_off":
        return words
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"
