"""Splitting the line into words: blanks part them, quotes after a sign hold blanks, a backslash makes a word plain."""

from dataclasses import dataclass

SIGNS = "@#+"


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the line with its place: ``sign`` is @, # or + where it marks something, else empty.

    ``parts`` are the texts of a marked word, parted by a slash (project and task); a plain word has one. ``slash`` is
    the place of that slash, -1 where there is none.
    """

    sign: str
    parts: tuple[str, ...]
    start: int
    end: int
    escaped: bool = False
    unclosed: bool = False
    slash: int = -1

    @property
    def text(self) -> str:
        """The first part."""
        return self.parts[0]


def split_words(line: str) -> list[Word]:
    """Return the words of a line in order."""
    words: list[Word] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif line[at] in SIGNS and at + 1 < len(line) and not line[at + 1].isspace():
            words.append(_marked(line, at))
            at = words[-1].end
        else:
            words.append(_plain(line, at))
            at = words[-1].end
    return words


def _plain(line: str, start: int) -> Word:
    end = _blank_from(line, start)
    escaped = line[start] == "\\" and end > start + 1
    return Word("", (line[start + escaped : end],), start, end, escaped)


def _marked(line: str, start: int) -> Word:
    parts: list[str] = []
    at, unclosed, slash = start + 1, False, -1
    while True:
        if at < len(line) and line[at] == '"':
            closing = _closing_quote(line, at + 1)
            unclosed |= closing < 0
            inner = line[at + 1 : closing if closing >= 0 else len(line)]
            parts.append(" ".join(inner.replace('\\"', '"').replace("\\\\", "\\").split()))
            at = closing + 1 if closing >= 0 else len(line)
        else:
            end = at
            while end < len(line) and not line[end].isspace() and not (line[end] == "/" and line[start] == "@"):
                end += 1
            parts.append(line[at:end])
            at = end
        if line[start] != "@" or at >= len(line) or line[at] != "/" or len(parts) == 2:
            break
        slash = at
        at += 1
    end = max(at, _blank_from(line, at)) if at < len(line) and not line[at].isspace() else at
    parts[-1] += line[at:end]
    return Word(line[start], tuple(parts), start, end, unclosed=unclosed, slash=slash)


def _closing_quote(line: str, at: int) -> int:
    while at < len(line):
        if line[at] == "\\":
            at += 1
        elif line[at] == '"':
            return at
        at += 1
    return -1


def _blank_from(line: str, at: int) -> int:
    while at < len(line) and not line[at].isspace():
        at += 1
    return at
