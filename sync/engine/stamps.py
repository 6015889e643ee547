"""Stamps: which version each field of an entity has, and what its deletes had seen.

The stored form spends 16 bytes on the usual entity, whose fields all came with one change::

    +----------------+-------------------------------------------------+
    | common version | JSON, only if anything differs:                 |
    | 16 bytes       | f: versions of fields that have another one     |
    |                | n: standard fields that were never written      |
    |                | d: versions that deletions have seen            |
    |                | x: version of the newest deletion               |
    +----------------+-------------------------------------------------+

The names of the fields that share the common version are not stored: they are the fields the reader names.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sync.protocol.version import NONE, SIZE, Version, from_text, to_text


@dataclass(slots=True)
class Stamps:
    """The versions of an entity's fields; per field, the newest version a deletion had seen; the newest deletion."""

    fields: dict[str, Version] = field(default_factory=dict)
    seen: dict[str, Version] = field(default_factory=dict)
    deleted: Version = NONE

    def of(self, name: str) -> Version:
        """Return the version of a field, NONE where it was never written."""
        return self.fields.get(name, NONE)

    @property
    def alive(self) -> bool:
        """Whether some field is newer than what the deletes have seen, so that an unseen edit revives."""
        seen = self.seen
        return any(version > seen.get(name, NONE) for name, version in self.fields.items())


def encode(stamps: Stamps, standard: frozenset[str]) -> bytes:
    """Return the stored form, the same bytes for the same stamps.

    ``standard`` are the fields every entity of this kind has from its first change.
    """
    fields = {name: version for name, version in sorted(stamps.fields.items()) if version}
    common = _commonest(fields)
    differing = {name: to_text(v) for name, v in fields.items() if v != common or name not in standard}
    missing = sorted(standard - fields.keys())
    rest: dict[str, object] = {}
    if differing:
        rest["f"] = differing
    if missing:
        rest["n"] = missing
    if stamps.seen:
        rest["d"] = {name: to_text(version) for name, version in sorted(stamps.seen.items())}
    if stamps.deleted:
        rest["x"] = to_text(stamps.deleted)
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
    seen = {name: from_text(text) for name, text in content.get("d", {}).items()}
    return Stamps(fields, seen, from_text(content.get("x", "")))


def _commonest(fields: dict[str, Version]) -> Version:
    if not fields:
        return Version(bytes(SIZE))
    counts = Counter(fields.values())
    return max(counts, key=lambda version: (counts[version], version))
