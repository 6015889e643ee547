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
