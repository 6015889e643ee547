"""The zone this machine is in, as an IANA name."""

import os
from pathlib import Path

_UTC = "UTC"


def local_zone() -> str:
    """Return the IANA name of the machine's zone, UTC where it cannot be told."""
    return _from_environment() or _from_link() or _from_library()


def _from_environment() -> str | None:
    name = os.environ.get("TZ", "").lstrip(":")
    return name if name and _known(name) else None


def _from_link() -> str | None:
    # tzlocal answers the same, 40 ms later.
    try:
        target = str(Path("/etc/localtime").readlink())
    except OSError:
        return None
    name = target.partition("zoneinfo/")[2]
    return name if name and _known(name) else None


def _from_library() -> str:
    try:
        import tzlocal

        name = tzlocal.get_localzone_name()
    except Exception:  # noqa: BLE001 - whatever a strange system makes it raise, work goes on in UTC
        return _UTC
    return name if name and _known(name) else _UTC


def _known(name: str) -> bool:
    from app.domain.days import is_zone

    return is_zone(name)
