"""Versions: 128 bits that are idempotency key, order and base pointer at once.

48 bits of hybrid-logical milliseconds, a 16-bit counter, 64 fresh random bits. The random part makes a version
unique without any device id or counter that would have to survive a restored backup.
"""

from typing import NewType

Version = NewType("Version", bytes)

# "No version": what a field has that was never written. Sorts before every real version.
NONE = Version(b"")

SIZE = 16
MAX_MS = (1 << 48) - 1
MAX_COUNTER = (1 << 16) - 1
# The latest time a clock may claim (the year 6429). A version beyond it is refused: whoever saw it would have to write
# later still, and the milliseconds would run out.
LATEST_MS = (1 << 47) - 1
_MAX_RANDOM = (1 << 64) - 1


def pack(ms: int, counter: int, random64: int) -> Version:
    """Build a version from milliseconds, counter and 64 random bits.

    Raises:
        ValueError: a part does not fit its bits.
    """
    if not (0 <= ms <= MAX_MS and 0 <= counter <= MAX_COUNTER and 0 <= random64 <= _MAX_RANDOM):
        raise ValueError(f"no version can hold {ms}, {counter}, {random64}")
    return Version((ms << 80 | counter << 64 | random64).to_bytes(SIZE, "big"))


def ms_of(version: Version) -> int:
    """Return the hybrid-logical milliseconds of a version."""
    return int.from_bytes(version[:6], "big")


def counter_of(version: Version) -> int:
    """Return the counter that orders versions of one millisecond."""
    return int.from_bytes(version[6:8], "big")


def to_text(version: Version) -> str:
    """Return the wire form: 32 lower-case hex digits, or the empty text for NONE. Text sorts as bytes."""
    return version.hex()


def from_text(text: str) -> Version:
    """Read the wire form.

    Raises:
        ValueError: not 32 lower-case hex digits and not empty.
    """
    if text == "":
        return NONE
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raw = b""
    # fromhex alone would also take upper case and blanks, and one version must have one spelling.
    if len(raw) != SIZE or raw.hex() != text:
        raise ValueError(f"not a version: {text[:40]!r}")
    return raw  # type: ignore[return-value]
