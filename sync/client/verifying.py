"""Verify sync: two copies are identical, or these entities differ."""

from collections.abc import Callable, Mapping, Sequence

from sync.client.ports import DigestSource
from sync.engine.digest import BUCKETS, differing, unequal

_NOTHING: Sequence[bytes] = [bytes(16)] * BUCKETS


def _on() -> None:
    """Go on: nobody asked to stop."""


def verify(
    here: DigestSource, there: DigestSource, scope: str, step: Callable[[], None] = _on
) -> Mapping[str, Sequence[bytes]]:
    """Return the ids that differ, by kind; nothing when both hold the same.

    Compares 256 buckets a kind first and asks for the entities of those that differ. Both sides should have nothing
    left to push or pull. ``step`` is called before each question and may end it by raising.
    """
    found: dict[str, Sequence[bytes]] = {}
    step()
    mine, theirs = here.digest(scope), there.digest(scope)
    for kind in sorted(mine.keys() | theirs.keys()):
        ids: list[bytes] = []
        for bucket in differing(mine.get(kind, _NOTHING), theirs.get(kind, _NOTHING)):
            step()
            ids += unequal(here.digest_of(scope, kind, bucket), there.digest_of(scope, kind, bucket))
        if ids:
            found[kind] = ids
    return found
