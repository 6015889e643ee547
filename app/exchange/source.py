"""A file to read: its bytes, its encoding, its text. Never trusted, never changed."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, BinaryIO

HEAD_BYTES = 64 * 1024
_CHUNK = 1 << 20
_FALLBACK = "cp1252"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SQLITE_MAGIC = b"SQLite format 3\x00"


class Source:
    """A file on disk, or bytes under a name; can be read as often as needed."""

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        self.path = path
        self._content = content

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return self.path.name

    @property
    def size(self) -> int:
        """How many bytes there are.

        Raises:
            OSError: the file is not there.
        """
        return len(self._content) if self._content is not None else self.path.stat().st_size

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the bytes.

        Raises:
            OSError: the file is not there or may not be read.
        """
        with io.BytesIO(self._content) if self._content is not None else self.path.open("rb") as stream:
            yield stream

    @cached_property
    def head(self) -> bytes:
        """The first bytes, enough to recognise a format by."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @property
    def is_binary(self) -> bool:
        """Whether this is no text: it holds zero bytes, and is not UTF-16."""
        return b"\x00" in self.head and self._mark != "utf-16"

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an SQLite database."""
        return self.head.startswith(SQLITE_MAGIC)

    @cached_property
    def encoding(self) -> str:
        """UTF-8, with or without its mark, if every byte of the file is; UTF-16 with its mark; else Windows-1252."""
        if self._mark == "utf-16":
            return self._mark
        decoder = codecs.getincrementaldecoder("utf-8")()
        with self.open() as stream:
            try:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                return _FALLBACK
        return "utf-8-sig"

    @contextmanager
    def text(self) -> Iterator[IO[str]]:
        """Open the text with its line ends as they are; a byte that means nothing becomes a replacement sign."""
        with self.open() as stream:
            wrapped = io.TextIOWrapper(stream, encoding=self.encoding, errors="replace", newline="")
            try:
                yield wrapped
            finally:
                wrapped.detach()

    @cached_property
    def start(self) -> str:
        """The first characters, enough to recognise a format by; nothing of a binary file."""
        return "" if self.is_binary else self.head.decode(self.encoding, errors="replace")

    @property
    def _mark(self) -> str | None:
        return next((name for mark, name in _MARKS if self.head.startswith(mark)), None)
