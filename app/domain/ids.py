"""Typed ids: UUIDv7 as lower-case text, made on the device and never shown."""

from typing import NewType

UserId = NewType("UserId", str)
GroupId = NewType("GroupId", str)
ClientId = NewType("ClientId", str)
ProjectId = NewType("ProjectId", str)
MilestoneId = NewType("MilestoneId", str)
TaskId = NewType("TaskId", str)
TagId = NewType("TagId", str)
TimeEntryId = NewType("TimeEntryId", str)
PlannedEventId = NewType("PlannedEventId", str)
InvoiceId = NewType("InvoiceId", str)

_RANDOM_BITS = 74


def uuid7(unix_ms: int, random_bits: int) -> str:
    """Build a UUIDv7 (RFC 9562) from milliseconds since 1970 and 74 random bits.

    Ids made later sort later, which keeps inserts at the end of an index.
    """
    random_bits &= (1 << _RANDOM_BITS) - 1
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    number = (unix_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def derived_id(purpose: str, *parts: str) -> str:
    """Return an id made of what a thing is, so that two devices that make it apart from each other mean the same one.

    ``purpose``, at most 16 letters, keeps the ids of different kinds apart.
    """
    # What hashlib hands out, without the OpenSSL it loads first: a thirtieth of a quick command.
    from _blake2 import blake2b

    raw = bytearray(blake2b("\x1f".join(parts).encode(), digest_size=16, person=purpose.encode()).digest())
    # RFC 9562: version 8 is for ids made in a way of one's own.
    raw[6], raw[8] = raw[6] & 0x0F | 0x80, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
