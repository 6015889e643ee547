"""Reading the line: what was understood, as chips with their places, and what could not be read and why."""

from dataclasses import dataclass

from app.domain.problems import Problem
from app.domain.quick_entry.times import read_time
from app.domain.quick_entry.words import Word, split_words
from app.domain.rules.names import same_name


@dataclass(frozen=True, slots=True)
class Chip:
    """A part that was understood: its kind (time, project, task, tag, milestone, billable) and place in the line.

    ``line[start:end]`` is all of it with its sign and quotes; a task begins at its slash.
    """

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What a line says. Names are as typed; no times at all means: start a timer now.

    Times are Unix seconds; a start without an end is a timer that began then.
    """

    description: str = ""
    project: str | None = None
    task: str | None = None
    milestone: str | None = None
    tags: tuple[str, ...] = ()
    billable: bool | None = None
    started_at: int | None = None
    ended_at: int | None = None
    chips: tuple[Chip, ...] = ()
    problems: tuple[Problem, ...] = ()


def parse(line: str, *, now: int, tz: str, repeated: str | None = None) -> QuickEntry:
    """Read a line as of ``now`` in the zone ``tz``.

    ``repeated`` (``first`` or ``second``) says which of two equal clock times is meant where the clocks went back.
    """
    words = split_words(line)
    leading = _leading_plain(words)
    span = read_time([word.text for word in leading], now=now, tz=tz, repeated=repeated)
    reading = _Reading()
    if span.words:
        first, last = leading[0], leading[span.words - 1]
        reading.chips.append(Chip("time", line[first.start : last.end], first.start, last.end))
    for word in words[span.words :]:
        reading.take(word)
    return QuickEntry(
        description=" ".join(reading.plain),
        project=reading.single.get("project"),
        task=reading.single.get("task"),
        milestone=reading.single.get("milestone"),
        tags=tuple(reading.tags),
        billable=reading.billable,
        started_at=span.started_at,
        ended_at=span.ended_at,
        chips=tuple(reading.chips),
        problems=span.problems + tuple(reading.problems) + _half_characters(line),
    )


def _half_characters(line: str) -> tuple[Problem, ...]:
    # A terminal in another encoding hands over halves of characters that no file can keep.
    half = next((letter for letter in line if "\ud800" <= letter <= "\udfff"), None)
    if half is None:
        return ()
    sentence = "The line holds a character that cannot be read. Type it again."
    return (Problem("unreadable_character", sentence, "line", values={"part": ascii(half)}),)


def _leading_plain(words: list[Word]) -> list[Word]:
    leading = []
    for word in words:
        if word.sign or word.escaped:
            break
        leading.append(word)
    return leading


class _Reading:
    def __init__(self) -> None:
        self.plain: list[str] = []
        self.tags: list[str] = []
        self.single: dict[str, str] = {}
        self.billable: bool | None = None
        self.chips: list[Chip] = []
        self.problems: list[Problem] = []

    def take(self, word: Word) -> None:
        if word.unclosed:
            sentence = f'The quote in “{word.sign}"{word.parts[-1]}” is not closed.'
            self.problems.append(Problem("quote_open", sentence, "line", values={"part": word.parts[-1]}))
        if word.sign == "#":
            self._tag(word)
        elif word.sign:
            self._named(word)
        elif word.text in ("$", "!$") and not word.escaped:
            self._billable(word)
        else:
            self.plain.append(word.text)

    def _tag(self, word: Word) -> None:
        if not word.text:
            self._nameless("tag", word.sign)
        elif not any(same_name(word.text, tag) for tag in self.tags):
            self.tags.append(word.text)
            self.chips.append(Chip("tag", word.text, word.start, word.end))

    def _named(self, word: Word) -> None:
        end = word.end if word.slash < 0 else word.slash
        self._once("project" if word.sign == "@" else "milestone", word.sign, word.text, (word.start, end))
        if word.slash >= 0:
            self._once("task", "/", word.parts[1], (word.slash, word.end))

    def _billable(self, word: Word) -> None:
        said = word.text == "$"
        if self.billable not in (None, said):
            sentence = "The line says both $ and !$. An entry is billable or not."
            self.problems.append(Problem("billable_twice", sentence, "billable", values={"part": word.text}))
        elif self.billable is None:
            self.billable = said
            self.chips.append(Chip("billable", word.text, word.start, word.end))

    def _once(self, kind: str, sign: str, text: str, place: tuple[int, int]) -> None:
        if not text:
            self._nameless(kind, sign)
        elif kind in self.single:
            sentence = f"There are two {kind}s: “{self.single[kind]}” and “{text}”. An entry has one."
            values = {"part": text, "first": self.single[kind]}
            self.problems.append(Problem("named_twice", sentence, kind, values=values))
        else:
            self.single[kind] = text
            self.chips.append(Chip(kind, text, *place))

    def _nameless(self, kind: str, sign: str) -> None:
        sentence = f"The {kind} after “{sign}” has no name."
        self.problems.append(Problem("name_missing", sentence, kind, values={"part": sign}))
