"""The files that calendars are read from: on this computer, or at an address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.days import local_day
from app.domain.errors import EnvironmentFailed
from app.orchestrators.progress import today_of
from app.storage.unit_of_work import reading
from app.system.download import checked_address, download, is_address

if TYPE_CHECKING:
    from app.exchange.ics import ReadCalendar
    from app.storage.calendars import Source
    from app.storage.context import Context


class CalendarUnreachable(EnvironmentFailed):
    """The file of a calendar is not there, or may not be read. Its events stay as they are."""

    code = "calendar_unreachable"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a place holds; ``content`` is None when it is what ``mark`` stood for. ``name`` is what the place suggests."""

    place: str
    name: str
    content: bytes | None
    mark: str


def fetch(source: str | Path, *, mark: str = "") -> Fetched:
    """Return what a file or an address holds.

    Raises:
        CalendarUnreachable: there is no such file. AddressRefused, DownloadFailed: see app.system.download.
    """
    if isinstance(source, str) and is_address(source):
        parts = checked_address(source)
        found = download(source, mark=mark)
        stem = Path(parts.path).stem
        # What a service calls its file says nothing; its own name says more.
        name = parts.hostname or "" if stem.lower() in ("", "basic", "calendar", "feed", "ical") else stem
        return Fetched(source.strip(), name, found.content, found.mark)
    path = Path(source).expanduser().absolute()
    try:
        stat = path.stat()
        now = f"{stat.st_mtime_ns}:{stat.st_size}"
        return Fetched(str(path), path.stem, None if now == mark else _bytes(path, stat.st_size), now)
    except OSError as error:
        gone = "is not there any more" if mark else "is not there"
        why = gone if isinstance(error, FileNotFoundError) else "cannot be read"
        raise CalendarUnreachable(f"The file {path.name} {why}.", path=str(path), reason=error.strerror) from error


def fetch_again(ctx: Context, source: Source) -> Fetched:
    """Return what the place of a calendar holds now; once a month also what did not change.

    What was read a month ago shows other months than now.
    """
    same_month = source.read_at is not None and _month(ctx, source.read_at) == _month(ctx, ctx.now())
    return fetch(source.place, mark=source.mark if same_month else "")


def read(ctx: Context, fetched: Fetched, today: str) -> ReadCalendar:
    """Return the events of a file. It may take a while, so no transaction should be open meanwhile.

    Raises:
        NotACalendar, CalendarTooLarge: see app.exchange.ics.
    """
    from app.exchange.ics import read_calendar
    from app.exchange.source import Source

    file = Path(fetched.name if is_address(fetched.place) else Path(fetched.place).name)
    return read_calendar(Source(file, fetched.content or b""), viewer=ctx.zone, today=today)


def today(ctx: Context) -> str:
    """Return the person's day."""
    with reading(ctx) as found:
        return today_of(ctx, found)


def _bytes(path: Path, size: int) -> bytes:
    from app.exchange.ics import MOST_BYTES

    # One byte more than is taken says that there is too much.
    with path.open("rb") as stream:
        return stream.read(min(size, MOST_BYTES) + 1)


def _month(ctx: Context, instant: int) -> str:
    return local_day(instant, ctx.zone)[:7]
