"""Lineage: a fingerprint of a log's whole past, by which two ends know that they speak of the same history.

``chain[n] = BLAKE2b-128(chain[n-1] ‖ v[n])``. A cursor is (seq, chain): a log that was restored, forked or failed over
has another chain at that place, and whoever comes back to it notices at once. ::

    (empty) --v1--> chain[1] --v2--> chain[2] --v3--> chain[3]
"""

from collections.abc import Iterable
from hashlib import blake2b

from sync.protocol.version import SIZE, Version

# The chain of a log that holds nothing yet.
BEGINNING = b""


def extend(chain: bytes, version: Version) -> bytes:
    """Return the chain after one more change.

    Raises:
        ValueError: not a chain, or not a version. Both sizes are fixed, so that no two pasts spell the same bytes.
    """
    if len(chain) not in (0, SIZE) or len(version) != SIZE:
        raise ValueError("a chain and a version have 16 bytes each")
    return blake2b(chain + version, digest_size=SIZE).digest()


def follow(chain: bytes, versions: Iterable[Version]) -> bytes:
    """Return the chain after more changes, in the order of the log."""
    for version in versions:
        chain = extend(chain, version)
    return chain
