"""The text of an iCalendar file, taken apart: unfolded lines, and the blocks they make, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
# One of these inside another means that the end of the first is missing.
_NEVER_INSIDE = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VTIMEZONE", "VFREEBUSY"))
# An alarm in an event in a calendar is three; a file nested without end would take time without end.
_DEEPEST = 16
_ESCAPED = re.compile(r"\\([\\;,nN])")


class Line(NamedTuple):
    """A property: the line it begins on, its name, parameters by name, value; None where it cannot be read."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str | None

    @property
    def text(self) -> str:
        """The value as plain text."""
        return unescaped(self.value or "")


@dataclass(slots=True)
class Block:
    """An event or the definition of a zone: its properties, the blocks in it, and whether its end was there.

    ``raw`` are the lines of the definition of a zone, its own and those of the blocks in it.
    """

    name: str
    line: int
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    is_whole: bool = False

    def first(self, name: str) -> Line | None:
        """Return the first property of a name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        """Return every property of a name."""
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        """Return a property as plain text, empty where there is none."""
        line = self.first(name)
        return line.text.strip() if line else ""


def read_blocks(lines: Iterable[str]) -> list[Block]:
    """Return the outermost blocks of a file: its calendars. An event that is not ended ends where the next one begins."""
    found: list[Block] = []
    stack: list[Block] = []
    for number, text in _unfolded(lines):
        line = read_line(number, text)
        name = (line.value or "").strip().upper()
        if line.name == "BEGIN":
            _begin(Block(name, number), stack, found)
        for block in stack:
            if block.name == "VTIMEZONE":
                block.raw.append(text)
        if line.name == "END" and any(block.name == name for block in stack):
            while stack[-1].name != name:
                stack.pop()
            stack.pop().is_whole = True
        elif line.name != "BEGIN" and stack:
            stack[-1].lines.append(line)
    return found


def _begin(block: Block, stack: list[Block], found: list[Block]) -> None:
    if block.name in _NEVER_INSIDE:
        unfinished = next((place for place, open_ in enumerate(stack) if open_.name in _NEVER_INSIDE), len(stack))
        del stack[unfinished:]
    if len(stack) < _DEEPEST:
        (stack[-1].blocks if stack else found).append(block)
        stack.append(block)


def read_line(number: int, text: str) -> Line:
    """Return a property; one that breaks the rules of quoting and separators has no value."""
    name = _NAME.match(text)
    if name is None:
        return Line(number, "", {}, None)
    at = name.end()
    parameters: dict[str, str] = {}
    while (found := _PARAMETER.match(text, at)) is not None:
        parameters[found[1].upper()] = found[2].strip('"')
        at = found.end()
    value = text[at + 1 :] if text[at : at + 1] == ":" else None
    return Line(number, name[0].upper(), parameters, value)


def unescaped(text: str) -> str:
    """Return a text without its escapes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield whole lines and where each begins; one that begins with a blank goes on with the one before."""
    begun, parts = 0, [""]
    for number, raw in enumerate(lines, 1):
        text = raw.rstrip("\r\n")
        if text[:1] in (" ", "\t") and begun:
            parts.append(text[1:])
            continue
        if begun and any(parts):
            yield begun, "".join(parts)
        begun, parts = number, [text]
    if begun and any(parts):
        yield begun, "".join(parts)
