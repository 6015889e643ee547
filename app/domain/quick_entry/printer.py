"""Writing the line that reads back as the same entry."""

from app.domain.days import resolve_local, wall_clock
from app.domain.quick_entry.parser import QuickEntry, parse

_SAMPLE_NOW = 1_700_000_000


def format_quick_entry(entry: QuickEntry, *, tz: str) -> str:
    """Return a line that parses to ``entry`` in the zone ``tz``.

    A closed span is written with its date. Seconds are not written; the grammar has none. A running entry's start is
    left out, since it is said relative to now.
    """
    parts = [_time(entry, tz), _description(entry.description)]
    if entry.project is not None:
        task = f"/{_name(entry.task, slash=True)}" if entry.task else ""
        parts.append(f"@{_name(entry.project, slash=True)}{task}")
    parts += [f"#{_name(tag)}" for tag in entry.tags]
    if entry.billable is not None:
        parts.append("$" if entry.billable else "!$")
    if entry.milestone is not None:
        parts.append(f"+{_name(entry.milestone)}")
    return " ".join(part for part in parts if part)


def _time(entry: QuickEntry, tz: str) -> str:
    if entry.started_at is None or entry.ended_at is None:
        return ""
    start, end = wall_clock(entry.started_at, tz), wall_clock(entry.ended_at, tz)
    minutes = (entry.ended_at - entry.started_at) // 60
    same = resolve_local(end, tz).instants == (entry.ended_at,)
    if same and entry.started_at < entry.ended_at and 0 < (end - start).total_seconds() < 86_400:
        return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"
    return f"{start:%Y-%m-%d %H:%M}+{minutes // 60}:{minutes % 60:02d}"


def _description(text: str) -> str:
    words = text.split()
    return " ".join(_word(word, first=at == 0, following=words[at + 1 : at + 3]) for at, word in enumerate(words))


def _word(word: str, *, first: bool, following: list[str]) -> str:
    if word[0] == "\\" or word in ("$", "!$") or (word[0] in "@#+" and len(word) > 1):
        return f"\\{word}"
    if first:
        alone = parse(" ".join([word, *following]), now=_SAMPLE_NOW, tz="UTC")
        if alone.problems or any(chip.kind == "time" for chip in alone.chips):
            return f"\\{word}"
    return word


def _name(name: str, *, slash: bool = False) -> str:
    plain = name and not any(c.isspace() for c in name) and '"' not in name and not (slash and "/" in name)
    if plain and not name.startswith("\\"):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
