"""What really happened, noted beside the world and never restored: who had seen what, what belongs together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sync.protocol.change import Change
from sync.protocol.version import Version


class Broken(Exception):
    """A promise was broken. The first word names the promise."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind


@dataclass(slots=True)
class Truth:
    """The world's memory: every change ever written, and what its author's database had seen of the entity."""

    written: dict[Version, Change] = field(default_factory=dict)
    heard: dict[Version, frozenset[Version]] = field(default_factory=dict)
    groups: dict[Version, int] = field(default_factory=dict)
    restores: int = 0
    # Of these a log held a part only, at least for some time: who read it then had not seen the rest.
    partials: set[Version] = field(default_factory=set)
    # Changes that no server takes, and so nobody but their author ever sees.
    too_large: set[Version] = field(default_factory=set)
    stats: Counter[str] = field(default_factory=Counter)

    def wrote(self, changes: Iterable[Change], heard: Iterable[frozenset[Version]]) -> None:
        for change, versions in zip(changes, heard, strict=True):
            if any(version >= change.version for version in versions):
                raise Broken("clock", f"{change.version.hex()} is not later than what its author had seen")
            self.written[change.version] = change
            self.heard[change.version] = versions
            self.groups[change.group] = change.group_size

    def had_seen(self, version: Version, other: Version) -> bool:
        """Return whether the database a change was written in held another one of the same entity."""
        return other in self.heard.get(version, frozenset())

    def compare(self, change: Change) -> None:
        """Make sure that a version has one content wherever it turns up; partial changes say a part of it."""
        if change.partial:
            self.partials.add(change.version)
        original = self.written.get(change.version)
        if original is None:
            # Made by the server; whatever it makes again has to be the same.
            self.written[change.version] = change
            return
        same = (original.kind, original.entity, original.op) == (change.kind, change.entity, change.op)
        if change.partial:
            whole = change.fields.items() <= original.fields.items() if not _has_lists(change) else True
        else:
            whole = (change.fields, change.base, change.group) == (original.fields, original.base, original.group)
        if not (same and whole):
            raise Broken("content", f"{change.version.hex()} says something else than it did")


def _has_lists(change: Change) -> bool:
    return any(isinstance(value, list) for value in change.fields.values())
