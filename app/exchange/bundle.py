"""Exports of several files: a zip file, or the unpacked folder one of them lies in. Only files that are asked for by name."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.exchange.records import UnreadableFile
from app.exchange.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

ZIP_MAGIC = b"PK\x03\x04"
# Far more than any tracker exports, and still no harm: what a small zip file may grow to.
LARGEST_BYTES = 256 << 20
_MOST_FILES = 20_000


class Bundle:
    """The files beside one another. A name is a path below the bundle, with slashes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.is_zip = source.head.startswith(ZIP_MAGIC)
        self._names = {self._short(name): name for name in self._listed()} if self.is_zip else {}

    @property
    def all_names(self) -> set[str]:
        """The names in a zip file."""
        return set(self._names)

    def file(self, name: str) -> Source | None:
        """Return a file, None where there is none.

        Raises:
            UnreadableFile: it is too large, damaged or locked.
        """
        if not self.is_zip:
            path = self._source.path.parent / name
            return Source(path) if path.is_file() else None
        if name not in self._names:
            return None
        return Source(self._source.path.parent / name.replace("/", "-"), self._read(self._names[name]))

    def names(self, folder: str) -> list[str]:
        """Return the files of a folder."""
        if self.is_zip:
            return sorted(name for name in self._names if name.startswith(f"{folder}/"))
        place = self._source.path.parent / folder
        return sorted(f"{folder}/{path.name}" for path in place.iterdir() if path.is_file()) if place.is_dir() else []

    def _listed(self) -> Iterator[str]:
        with self._opened() as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES:
                raise UnreadableFile(f"“{self._source.name}” holds too many files to be an export. Nothing was added.")
            names = [entry.filename for entry in entries if not entry.is_dir()]
        # Some programs put everything into one folder.
        roots = {name.partition("/")[0] if "/" in name else "" for name in names}
        self._root = f"{roots.pop()}/" if len(roots) == 1 and "" not in roots else ""
        yield from names

    def _short(self, name: str) -> str:
        return name.removeprefix(self._root)

    def _read(self, name: str) -> bytes:
        try:
            with self._opened() as archive:
                _require_usual(archive.getinfo(name))
                with archive.open(name) as stream:
                    content = stream.read(LARGEST_BYTES + 1)
        # A locked file is a RuntimeError to the library, one of a later kind a NotImplementedError.
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
            raise UnreadableFile(
                f"“{name}” in “{self._source.name}” cannot be unpacked ({error}). Nothing was added."
            ) from error
        if len(content) > LARGEST_BYTES:
            raise UnreadableFile(f"“{name}” in “{self._source.name}” is too large. Nothing was added.")
        return content

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        with self._source.open() as stream:
            try:
                archive = zipfile.ZipFile(stream)
            except (zipfile.BadZipFile, ValueError) as error:
                sentence = f"“{self._source.name}” is no whole zip file ({error}). Nothing was added."
                raise UnreadableFile(sentence) from error
            with archive:
                yield archive


def _require_usual(entry: zipfile.ZipInfo) -> None:
    # The other ways fail with errors of their own, and no tracker uses them.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("compressed in an unusual way")
