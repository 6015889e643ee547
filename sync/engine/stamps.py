"""Stamps: which version each field of an entity has, and what its deletes had seen.

The stored form spends 16 bytes on the usual entity, whose fields all came with one change::

    +------------------+----------------------------------------------+
    | common version   | JSON: what differs, only if anything does    |
    | 16 bytes         | {"f": {field: version}, "d": {field: version}}|
    +------------------+----------------------------------------------+

The names of the fields that share the common version are not stored: they are the fields the reader names.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sync.protocol.version import NONE, SIZE, Version, from_text, to_text


@dataclass(slots=True)
class Stamps:
    """The versions of an entity's fields and, per field, the newest version a delete had seen."""

    fields: dict[str, Version] = field(default_factory=dict)
    seen: dict[str, Version] = field(default_factory=dict)

    def of(self, name: str) -> Version:
        """Return the version of a field, NONE where it was never written."""
        return self.fields.get(name, NONE)

    @property
    def alive(self) -> bool:
        """Whether some field is newer than what the deletes have seen, so that an unseen edit revives."""
        seen = self.seen
        return any(version > seen.get(name, NONE) for name, version in self.fields.items())


def encode(stamps: Stamps, standard: frozenset[str]) -> bytes:
    """Return the stored form. ``standard`` are the fields every entity of this kind has from its first change."""
    common = _commonest(stamps)
    differing = {name: to_text(version) for name, version in stamps.fields.items() if version != common}
    differing.update(
        (name, to_text(common)) for name in stamps.fields if name not in standard and name not in differing
    )
    missing = sorted(name for name in standard if name not in stamps.fields)
    rest: dict[str, object] = {}
    if differing:
        rest["f"] = differing
    if missing:
        rest["n"] = missing
    if stamps.seen:
        rest["d"] = {name: to_text(version) for name, version in stamps.seen.items()}
    return common + (json.dumps(rest, separators=(",", ":")).encode() if rest else b"")


def decode(stored: bytes, standard: Iterable[str]) -> Stamps:
    """Read what ``encode`` wrote with the same ``standard`` fields."""
    common, rest = Version(stored[:SIZE]), stored[SIZE:]
    if not rest:
        return Stamps(dict.fromkeys(standard, common))
    content = json.loads(rest)
    missing = set(content.get("n", ()))
    fields = {name: common for name in standard if name not in missing}
    fields.update((name, from_text(text)) for name, text in content.get("f", {}).items())
    return Stamps(fields, {name: from_text(text) for name, text in content.get("d", {}).items()})


def _commonest(stamps: Stamps) -> Version:
    if not stamps.fields:
        return Version(bytes(SIZE))
    return Counter(stamps.fields.values()).most_common(1)[0][0]
