"""Reading texts as files of a format."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.exchange.records import BadRow, Reading, Record
from app.exchange.registry import candidates
from app.exchange.source import Source

Read = Callable[..., tuple[list[Record], list[BadRow], Reading]]


@pytest.fixture
def read() -> Read:
    """Recognise and read a content; returns records, bad rows and the reading."""

    def of(content: str | bytes, *, name: str = "file", order: str | None = None, fmt: str | None = None,
           path: Path | None = None) -> tuple[list[Record], list[BadRow], Reading]:  # fmt: skip
        raw = content.encode() if isinstance(content, str) else content
        source = Source(path or Path(name), raw)
        chosen = candidates(source)[0]
        assert fmt in (None, chosen.name)
        reading = chosen.read(source, order=order)
        rows = list(reading.rows())
        return [r for r in rows if isinstance(r, Record)], [r for r in rows if isinstance(r, BadRow)], reading

    return of
