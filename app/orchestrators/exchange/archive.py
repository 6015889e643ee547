"""A zip file from outside, looked at before it is believed: names, sizes, counts, and every line of it."""

from __future__ import annotations

import zlib
from typing import IO, TYPE_CHECKING, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from app.exchange.records import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

FORMAT: Literal["stintbook-export"] = "stintbook-export"
VERSION = 1
_LARGEST_BYTES = 8 << 30
# JSON lines of entities shrink to a tenth; a file that grows a thousandfold is made to fill the memory or the disk.
_LARGEST_RATIO = 400
_LONGEST_LINE = 4 << 20
_MANIFEST_BYTES = 1 << 20


Scalar = str | int | float | bool | None


class Manifest(BaseModel):
    """What an export says of itself; ``counts`` are lines by kind, those of the trash included."""

    model_config = ConfigDict(strict=True, frozen=True)

    format: Literal["stintbook-export"]
    version: int
    exported_at: int
    user: str
    counts: dict[str, NonNegativeInt]


class Line(BaseModel):
    """One entity: its id, its fields as they travel, and when it was deleted, if it was."""

    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)

    id: UUID
    fields: dict[str, Scalar | list[Scalar]]
    deleted_at: int | None = None


class Archive:
    """An export of everything, opened for reading; nothing of it is ever unpacked to the disk."""

    def __init__(self, path: Path) -> None:
        from zipfile import BadZipFile, ZipFile

        self.name = path.name
        self._broken = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
        try:
            self._zip = ZipFile(path)
        except self._broken as error:
            raise UnreadableFile(
                f"“{self.name}” is no zip file, or it was cut off. Nothing was added.", file=self.name
            ) from error
        except OSError as error:
            sentence = f"“{path}” cannot be read: {error.strerror}. Nothing was added."
            raise UnreadableFile(sentence, file=self.name, reason=error.strerror) from error
        try:
            self._refuse_bombs()
            manifest = self._read_manifest()
            self.counts, self.exported_at = manifest.counts, manifest.exported_at
            self._user = manifest.user.replace("-", "")
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def as_mine(self, fields: dict[str, Any], user: str) -> dict[str, Any]:
        """Return fields with the person who exported them replaced by the one who reads them back."""
        return fields | {"user": user.replace("-", "")} if fields.get("user") == self._user else fields

    def lines(self, name: str) -> Iterator[tuple[int, Line]]:
        """Yield the number and content of each line of a kind's file.

        Raises:
            UnreadableFile: a line is not of its form or far too long, the file is damaged, or not as long as the
                manifest says.
        """
        number = 0
        if f"{name}.jsonl" in self._zip.namelist():
            try:
                with self._zip.open(f"{name}.jsonl") as stream:
                    for number, raw in enumerate(self._raw_lines(stream, name), 1):
                        yield number, self._content(raw, name, number)
            except self._broken as error:
                sentence = f"“{name}.jsonl” in “{self.name}” is damaged. Nothing was added."
                raise UnreadableFile(sentence, file=self.name, part=name) from error
        expected = self.counts.get(name, 0)
        if number != expected:
            raise UnreadableFile(
                f"“{name}.jsonl” in “{self.name}” has {number} lines instead of {expected}: something is missing."
                " Nothing was added.",
                file=self.name, part=name, lines=number, expected=expected,
            )  # fmt: skip

    def _raw_lines(self, stream: IO[bytes], name: str) -> Iterator[bytes]:
        while raw := stream.readline(_LONGEST_LINE + 1):
            if len(raw) > _LONGEST_LINE:
                sentence = f"A line of “{name}.jsonl” in “{self.name}” is far too long. Nothing was added."
                raise UnreadableFile(sentence, file=self.name, part=name)
            yield raw

    def _content(self, raw: bytes, name: str, number: int) -> Line:
        try:
            return Line.model_validate_json(raw)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)[0]
            what = "is no JSON" if found["type"] == "json_invalid" else f"is not understood ({_reason(found)})"
            sentence = f"Line {number} of “{name}.jsonl” in “{self.name}” {what}. Nothing was added."
            raise UnreadableFile(sentence, file=self.name, part=name, line=number) from error

    def _refuse_bombs(self) -> None:
        files = self._zip.infolist()
        unpacked = sum(one.file_size for one in files)
        packed = sum(one.compress_size for one in files)
        if unpacked > _LARGEST_BYTES or unpacked > _MANIFEST_BYTES + packed * _LARGEST_RATIO:
            sentence = f"“{self.name}” would unpack to {unpacked >> 20} MB, which no export does. Nothing was added."
            raise UnreadableFile(sentence, file=self.name, bytes=unpacked)

    def _read_manifest(self) -> Manifest:
        try:
            with self._zip.open("manifest.json") as stream:
                manifest = Manifest.model_validate_json(stream.read(_MANIFEST_BYTES))
        except (KeyError, ValidationError, *self._broken) as error:
            raise UnreadableFile(
                f"“{self.name}” is no export of everything: it has no manifest that can be read. Nothing was added.",
                file=self.name,
            ) from error
        if manifest.version > VERSION:
            raise UnreadableFile(
                f"“{self.name}” was made by a newer Stintbook. Install that version to read it. Nothing was added.",
                file=self.name, version=manifest.version,
            )  # fmt: skip
        return manifest


def _reason(found: Any) -> str:
    """Return where a line is wrong and how, in a few words."""
    place = found["loc"]
    if found["type"] == "missing":
        return f"it has no {place[0]}"
    # A value of the union of plain values is refused once for each of them; what it should be is said better at once.
    return f"“{place[1]}” is no plain value" if len(place) > 1 else str(found["msg"])
