"""How this person writes durations and times of day, for every page: in force from the first load on."""

from typing import TYPE_CHECKING

from app.ui.today.words import Style

if TYPE_CHECKING:
    from app.orchestrators.preferences import Settings
    from app.storage.context import Context

_current = Style()


def follow(ctx: "Context") -> "Settings":
    """Put in force what is stored, and return it; a page calls it in the lane that loads what it shows."""
    global _current
    from app.orchestrators.settings.settings import get_settings

    settings = get_settings(ctx)
    _current = Style.of(settings, ctx.zone)
    return settings


def hours(seconds: int) -> str:
    """Return a duration: 1:30, 1:30:05 or 1.50, as the person has set it."""
    return _current.length(seconds)


def budget(minutes: int) -> str:
    """Return an estimate: as a duration, but nobody estimates to the second."""
    return _current.budget(minutes)


def running(seconds: int) -> str:
    """Return a duration that is growing: with its seconds, so that one sees it."""
    return _current.running(seconds)


def clock(instant: int, zone: str) -> str:
    """Return the time of day of a Unix second in a zone, in 24 or 12 hours."""
    return _current.clock(instant, zone)


def uses_24_hours() -> bool:
    """Return whether times of day run to 24."""
    return _current.clock24
