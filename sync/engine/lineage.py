"""Lineage: a fingerprint of a log's whole past, by which two ends know that they speak of the same history.

``chain[n] = BLAKE2b-128(chain[n-1] ‖ v[n])``. A cursor is (seq, chain): a log that was restored, forked or failed over
has another chain at that place, and whoever comes back to it notices at once. ::

    (empty) --v1--> chain[1] --v2--> chain[2] --v3--> chain[3]

A version stands for all its change says, save a partial one, of which there are several: what that says is part of the
chain as well. Else a log with an original could not be told from one with a partial change in the same place.
"""

import json
from collections.abc import Iterable
from hashlib import blake2b

from sync.protocol.change import Change
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


def link(chain: bytes, change: Change) -> bytes:
    """Return the chain after one more change."""
    chain = extend(chain, change.version)
    return extend(chain, _said(change)) if change.partial else chain


def along(chain: bytes, changes: Iterable[Change]) -> bytes:
    """Return the chain after more changes, in the order of the log."""
    for change in changes:
        chain = link(chain, change)
    return chain


def _said(change: Change) -> Version:
    """Return a fingerprint of what a partial change says, the size of a version."""
    base = {name: version.hex() for name, version in change.base.items() if version}
    said = json.dumps([change.op, dict(change.fields), base], sort_keys=True, separators=(",", ":"))
    return Version(blake2b(said.encode(), digest_size=SIZE).digest())
