"""The digest of a state: what two copies compare to know that they hold the same, and where they do not.

Per kind 256 buckets, each the XOR of its entities' digests: no order, and one entity can be taken out and put in again
without reading the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from sync.engine.stamps import Stamps
from sync.protocol.change import ENTITY_SIZE
from sync.protocol.version import NONE, SIZE, Version

BUCKETS = 256


def of_entity(entity: bytes, stamps: Stamps) -> bytes:
    """Return the digest of an entity's id and versions: the same exactly when the stamps say the same."""
    digest = blake2b(entity, digest_size=SIZE)
    _take(digest, stamps.fields)
    _take(digest, stamps.seen)
    digest.update(stamps.deleted.rjust(SIZE, b"\0"))
    return digest.digest()


def bucket_of(entity: bytes) -> int:
    """Return the bucket of an entity: its last byte, since the first ones of a UUIDv7 are the time."""
    return entity[ENTITY_SIZE - 1]


def buckets(entities: Iterable[tuple[bytes, Stamps]]) -> list[bytes]:
    """Return the 256 buckets of the entities of one kind."""
    sums = [0] * BUCKETS
    for entity, stamps in entities:
        sums[bucket_of(entity)] ^= int.from_bytes(of_entity(entity, stamps), "big")
    return [number.to_bytes(SIZE, "big") for number in sums]


def differing(one: Sequence[bytes], other: Sequence[bytes]) -> list[int]:
    """Return the buckets in which two copies differ."""
    return [at for at in range(BUCKETS) if one[at] != other[at]]


def unequal(one: Mapping[bytes, bytes], other: Mapping[bytes, bytes]) -> list[bytes]:
    """Return the ids of the entities that two copies of a bucket hold differently, or that only one of them holds."""
    return sorted(entity for entity in one.keys() | other.keys() if one.get(entity) != other.get(entity))


def _take(digest: "blake2b", versions: dict[str, Version]) -> None:
    # Every name is led by its length, so that no two sets of names spell the same bytes.
    written = sorted((name.encode(), version) for name, version in versions.items() if version != NONE)
    digest.update(len(written).to_bytes(4, "big"))
    for name, version in written:
        digest.update(len(name).to_bytes(4, "big") + name + version)
