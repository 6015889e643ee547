"""The commands that must answer at once: start, stop, switch, continue, status, toggle, add.

They are read by hand here, since a command-line library takes longer to load than the whole command to run. Their
meaning, text and JSON are the same for the full command line, which lists and documents them and calls these functions.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.cli.asking import agreed, somebody_there
from app.cli.repeated import settled
from app.cli.words import duration, entry_json, entry_line, print_json, tell_notices

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context


_WITH_LINE = ("start", "switch", "add")


@dataclass(frozen=True, slots=True)
class QuickCommand:
    """A command line that was understood without help."""

    command: str
    text: str = ""
    data_dir: str | None = None
    json: bool = False
    create: bool = False
    at: str | None = None
    repeated: str | None = None


def parse_quick(arguments: Sequence[str]) -> QuickCommand | None:
    """Read a command line; None when it needs the full reader (help, other options, other commands)."""
    words: list[str] = []
    values: dict[str, Any] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--":
            words += rest
            break
        if word in ("--json", "--create"):
            values[word[2:]] = True
        elif word in ("--data-dir", "--at", "--repeated") and rest:
            values[word[2:].replace("-", "_")] = rest.pop(0)
        elif (word.startswith("--") and word != "--") or word in ("-h", "-V"):
            return None
        else:
            words.append(word)
    if not words or _odd(words, values):
        return None
    return QuickCommand(words[0], joined(words[1:]), **values)


def _odd(words: Sequence[str], values: dict[str, Any]) -> bool:
    # What makes no sense here is for the full reader to complain about.
    command = words[0]
    wordy = command in _WITH_LINE
    timed = wordy or (command == "stop" and "at" in values)
    return (
        (not wordy and (len(words) > 1 or "create" in values))
        or ("at" in values and command != "stop")
        or ("repeated" in values and not timed)
    )


def joined(words: Sequence[str]) -> str:
    """Return the line that the shell has taken apart; a single word may be the whole line, in quotes."""
    return words[0] if len(words) == 1 else " ".join(map(_requoted, words))


def _requoted(word: str) -> str:
    # The shell has taken the quotes of @"Web site"/Backend away; a marked word with blanks can only have had them.
    if word[:1] not in ("@", "#", "+") or len(word) < 2 or '"' in word or not any(c.isspace() for c in word):
        return word
    parts = word[1:].split("/", 1) if word[0] == "@" else [word[1:]]
    return word[0] + "/".join(f'"{part}"' for part in parts)


def run_quick(quick: QuickCommand, open_context: Callable[[str | None], Context]) -> int:
    """Run a quick command; returns the exit code."""
    # The process ends before there is anything worth collecting; looking for it took a twentieth of the time.
    gc.disable()
    try:
        ctx = open_context(quick.data_dir)
        tell_notices(ctx)
        try:
            QUICK[quick.command](ctx, quick)
        finally:
            ctx.database.close()
    finally:
        gc.enable()
    return 0


def start(ctx: Context, quick: QuickCommand) -> None:
    """Start a timer, or add the entry a line with a span describes."""
    from app.orchestrators.time_tracking.quick import start_from_text

    quick = replace(quick, text=_meant(ctx, quick.text))
    create = quick.create or _may_create(ctx, quick)
    outcome = settled(
        lambda which: start_from_text(ctx, quick.text, create_missing=create, repeated=which),
        quick.repeated,
        may_ask=not quick.json,
    )
    _tell(ctx, outcome, quick, "Started" if outcome.value.running else "Added")


def add(ctx: Context, quick: QuickCommand) -> None:
    """Add the entry a line with a span describes."""
    from app.domain.errors import RuleBroken
    from app.domain.quick_entry.parser import parse

    line = parse(quick.text, now=ctx.now(), tz=ctx.zone, repeated=quick.repeated)
    if line.ended_at is None and not line.problems:
        raise RuleBroken(
            "Say when it was, such as “9-11 text”, “yesterday 14:00+1:30 text” or “1h30m text”."
            " “stintbook start” starts a timer."
        )
    start(ctx, quick)


def _meant(ctx: Context, text: str) -> str:
    """Return a line that is nothing but the name of a known project as that name: the shell took its quotes."""
    if _requoted(text) == text or text[0] != "@":
        return text
    from app.orchestrators.references import project_named
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return _requoted(text) if project_named(read, text[1:].partition("/")[0]) else text


def stop(ctx: Context, quick: QuickCommand) -> None:
    """Stop the running timer."""
    from app.orchestrators.time_tracking.timer import stop_timer

    at = settled(lambda which: _instant(ctx, quick.at, which), quick.repeated, may_ask=not quick.json)
    _tell(ctx, stop_timer(ctx, at=at), quick, "Stopped")


def continue_(ctx: Context, quick: QuickCommand) -> None:
    """Go on with what was worked on last."""
    from app.orchestrators.time_tracking.timer import continue_last

    _tell(ctx, continue_last(ctx), quick, "Started")


def toggle(ctx: Context, quick: QuickCommand) -> None:
    """Stop the running timer, or go on with what was worked on last."""
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        running = read.time_entries.running(ctx.user)
    (stop if running else continue_)(ctx, quick)


def status(ctx: Context, quick: QuickCommand) -> None:
    """Say what is being tracked, and today and the week against their targets."""
    from app.orchestrators.time_tracking.status import status as find_status

    now = find_status(ctx)
    name = now.project.name if now.project else None
    if quick.json:
        print_json(
            {
                "running": entry_json(ctx, now.running, name, now.task_name, now.tag_names) if now.running else None,
                "elapsed_seconds": now.elapsed_seconds,
                "today_seconds": now.today_seconds,
                "today_target_seconds": now.today_target_seconds,
                "week_seconds": now.week_seconds,
                "week_target_seconds": now.week_target_seconds,
                "left": {
                    "name": now.left.name,
                    "seconds": now.left.seconds,
                    "due": now.left.due,
                    "free_days": now.left.free_days,
                    "per_day_seconds": now.left.per_day_seconds,
                }
                if now.left
                else None,
            }
        )
        return
    if now.running:
        print(entry_line(ctx, now.running, now.project, now.task_name, now.tag_names))
    else:
        print("No timer is running.")
    if now.left:
        print(_left(now.left))
    today, week = now.today_target_seconds, now.week_target_seconds
    print(
        f"Today {duration(now.today_seconds)} of {duration(today)}   Week {duration(now.week_seconds)} of {duration(week)}"
    )


def _left(left: Any) -> str:
    if left.seconds < 0:
        return f"{left.name}: {duration(-left.seconds)} over"
    due = f", due {left.due}" if left.due else ""
    pace = (
        f", {left.free_days} free days → {duration(left.per_day_seconds)} a day"
        if left.per_day_seconds is not None
        else ""
    )
    return f"{left.name}: {duration(left.seconds)} left{due}{pace}"


def _may_create(ctx: Context, quick: QuickCommand) -> bool:
    """Ask whether an unknown project is meant; never when nobody sits there to answer."""
    from app.domain.quick_entry.parser import parse
    from app.orchestrators.references import project_named
    from app.storage.unit_of_work import reading

    if quick.json or not somebody_there():
        return False
    name = parse(quick.text, now=ctx.now(), tz=ctx.zone).project
    if not name:
        return False
    with reading(ctx) as read:
        if project_named(read, name):
            return False
    return agreed(f"There is no project “{name}”. Create it?")


def _instant(ctx: Context, text: str | None, repeated: str | None) -> int | None:
    if text is None:
        return None
    from app.cli.words import read_instant

    return read_instant(ctx, text, repeated=repeated)


def _tell(ctx: Context, outcome: Outcome[Any], quick: QuickCommand, verb: str) -> None:
    from app.storage.unit_of_work import reading

    entry = outcome.value
    with reading(ctx) as read:
        project = read.projects.get(entry.project) if entry.project else None
        task = read.tasks.get(entry.task) if entry.task else None
        tags = tuple(sorted(tag.name for tag in read.tags.by_ids(entry.tags).values())) if entry.tags else ()
    if quick.json:
        name = project.name if project else None
        print_json(entry_json(ctx, entry, name, task.name if task else None, tags))
        return
    print(f"{verb}: {entry_line(ctx, entry, project, task.name if task else None, tags)}")
    for problem in outcome.problems:
        print(f"Note: {problem.message}")


QUICK: dict[str, Callable[[Context, QuickCommand], None]] = {
    "start": start,
    "stop": stop,
    "switch": start,
    "continue": continue_,
    "status": status,
    "toggle": toggle,
    "add": add,
}
