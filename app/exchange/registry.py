"""Which formats there are, and which one a file is of.

Every module beside this one that has a ``FORMATS`` tuple takes part: to add a format, add a module.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.exchange.bundle import ZIP_MAGIC
from app.exchange.records import UnknownFormat, UnreadableFile
from app.exchange.source import Source

if TYPE_CHECKING:
    from app.exchange.records import Format

_SURE = 50
# Of this certainty is a table in which only the columns' names are usual; it never stands beside another format.
LAST_RESORT = 5


@cache
def formats() -> tuple[Format, ...]:
    """Return every format, by name."""
    import app.exchange

    found: list[Format] = []
    for module in pkgutil.iter_modules(app.exchange.__path__, "app.exchange."):
        if module.name != __name__:
            found += getattr(importlib.import_module(module.name), "FORMATS", ())
    return tuple(sorted(found, key=lambda one: one.name))


def format_named(name: str) -> Format:
    """Return the format with a name.

    Raises:
        UnknownFormat: there is none.
    """
    for one in formats():
        if one.name == name.strip().casefold():
            return one
    names = ", ".join(one.name for one in formats())
    raise UnknownFormat(f"There is no format “{name}”. These are read: {names}. Nothing was added.", name=name)


def candidates(source: Source) -> list[Format]:
    """Return the formats a file may be of: one where it is clear, several where somebody has to say.

    Raises:
        UnknownFormat: none of them. UnreadableFile: the file is empty.
    """
    if not source.head:
        raise UnreadableFile(f"“{source.name}” is empty. Nothing was added.", file=source.name)
    if source.head.strip() in (b"[]", b"{}"):
        raise UnreadableFile(f"There are no entries in “{source.name}”. Nothing was added.", file=source.name)
    ranked = sorted(((one.recognises(source), one) for one in formats()), key=lambda pair: -pair[0])
    best = ranked[0][0]
    if source.head.startswith(ZIP_MAGIC) and best == 0:
        raise UnknownFormat(
            f"“{source.name}” is a zip file. An export of everything is read back in Settings › Data; of another"
            " program, unpack it and choose the file with the time entries. Nothing was added.",
            file=source.name,
        )
    if best == 0:
        titles = ", ".join(dict.fromkeys(one.title for one in formats()))
        raise UnknownFormat(
            f"“{source.name}” is no export that is known here. These are read: {titles}. Nothing was added.",
            file=source.name,
        )
    return [one for score, one in ranked if score == best or (best < _SURE and score > LAST_RESORT)]


def is_known_zip(source: Source) -> bool:
    """Return whether a zip file is the export of another program."""
    return source.head.startswith(ZIP_MAGIC) and any(one.recognises(source) for one in formats())


def open_source(path: Path) -> Source:
    """Open a file to read.

    Raises:
        UnreadableFile: it is not there, is a folder, or may not be read.
    """
    source = Source(path)
    try:
        _ = source.head
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file “{path}”. Nothing was added.", path=str(path)) from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"“{path}” is a folder, not a file. Nothing was added.", path=str(path)) from error
    except OSError as error:
        raise UnreadableFile(
            f"“{path}” cannot be read: {error.strerror or error}. Nothing was added.", path=str(path)
        ) from error
    return source
