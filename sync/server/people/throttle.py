"""Who guesses waits: failures at an account and from a network address, in a window that all workers share."""

import hashlib
import ipaddress
import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, text

from sync.server.people.desk import Act
from sync.server.people.tables import ATTEMPT
from sync.server.problems import Throttled

_LONGEST_WAIT_S: Final = 300


def account_key(email: str) -> bytes:
    """Return the key under which failures with an address of an account are counted, whether it exists or not."""
    return hashlib.sha256(b"account\0" + email.encode("utf-8", "surrogatepass")).digest()


def address_key(address: str) -> bytes:
    """Return the key under which failures from a network address are counted: one for a whole IPv6 network (/64)."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return hashlib.sha256(b"address\0" + address.encode("utf-8", "surrogatepass")).digest()
    network = ipaddress.ip_network((parsed, 64 if parsed.version == 6 else 32), strict=False)
    return hashlib.sha256(b"address\0" + str(network).encode()).digest()


class Attempt(NamedTuple):
    """A try at a secret: from where, at which account if it names one, and when it was counted."""

    address: bytes
    account: bytes | None = None
    at_ms: int = 0


def reserve(act: Act, attempt: Attempt) -> Attempt:
    """Count an attempt as a failure before it is tried; who succeeds takes it back with ``forgive``.

    Counted first, so that a thousand guesses at the same moment do not all find the door still open. Whoever guesses at
    an account waits twice as long each time after the first few, up to five minutes; a network address waits until its
    oldest failures leave the window. A refused attempt does not count, so nobody is kept out longer by asking again.

    Raises:
        Throttled: too many failures of late.
    """
    connection, settings = act.connection, act.settings
    since = act.now_ms - settings.failure_window_s * 1_000
    keys = [key for key in (attempt.account, attempt.address) if key is not None]
    _one_at_a_time(connection, keys)
    wait_ms = _address_wait_ms(connection, attempt.address, since, settings.failures_per_address)
    if attempt.account is not None:
        until = _account_opens_ms(connection, attempt.account, since, settings.failures_per_account)
        wait_ms = max(wait_ms, until - act.now_ms)
    if wait_ms > 0:
        raise Throttled(math.ceil(wait_ms / 1_000), "There were too many failed attempts. Wait, then try again.")
    connection.execute(delete(ATTEMPT).where(ATTEMPT.c.at_ms < since))
    connection.execute(insert(ATTEMPT), [{"key": key, "at_ms": act.now_ms} for key in keys])
    return attempt._replace(at_ms=act.now_ms)


def forgive(act: Act, attempt: Attempt) -> None:
    """Take back what ``reserve`` counted, and every failure at the account: its owner has come."""
    mine = (ATTEMPT.c.key == attempt.address) & (ATTEMPT.c.at_ms == attempt.at_ms)
    act.connection.execute(delete(ATTEMPT).where(mine | (ATTEMPT.c.key == attempt.account)))


def _one_at_a_time(connection: Connection, keys: Sequence[bytes]) -> None:
    """Let the workers count one after another; on SQLite every transaction that writes does so anyway."""
    if connection.dialect.name == "postgresql":
        for key in sorted(int.from_bytes(key[:8], "big", signed=True) for key in keys):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _account_opens_ms(connection: Connection, key: bytes, since: int, free: int) -> int:
    count, newest = _failures(connection, key, since)
    if not free or count < free:
        return 0
    return newest + min(1 << min(count - free, 16), _LONGEST_WAIT_S) * 1_000


def _address_wait_ms(connection: Connection, key: bytes, since: int, limit: int) -> int:
    if not limit:
        return 0
    # The newest but ``limit``: as long as it is in the window, the window is full.
    full = select(ATTEMPT.c.at_ms).where(ATTEMPT.c.key == key, ATTEMPT.c.at_ms >= since)
    oldest: int | None = connection.scalar(full.order_by(ATTEMPT.c.at_ms.desc()).offset(limit - 1).limit(1))
    return 0 if oldest is None else oldest - since + 1


def _failures(connection: Connection, key: bytes, since: int) -> tuple[int, int]:
    found = select(func.count(), func.max(ATTEMPT.c.at_ms)).where(ATTEMPT.c.key == key, ATTEMPT.c.at_ms >= since)
    count, newest = connection.execute(found).one()
    return int(count), int(newest or 0)
