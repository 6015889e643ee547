"""Passwords: argon2id, and as much work for an account that does not exist as for one that does."""

import base64
import secrets
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sync.server.settings import Settings

SHORTEST: Final = 10
LONGEST: Final = 1_000

# Each takes its memory: more at once than this would let a handful of strangers fill the machine's.
_AT_ONCE: Final = 2


class Passwords:
    """Hashes and compares, a few at a time."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.argon2_passes,
            memory_cost=settings.argon2_memory_kib,
            parallelism=settings.argon2_lanes,
        )
        self._places = threading.BoundedSemaphore(_AT_ONCE)
        self._nobodys = _of_nobody(self._hasher)

    def hashed(self, password: str) -> str:
        """Return what is stored of a password."""
        with self._places:
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Return whether a password is the stored one; None, for no such account, takes the same work and is never."""
        with self._places:
            try:
                self._hasher.verify(stored or self._nobodys, password)
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Return whether a stored password should be hashed anew, with the parameters of today."""
        return self._hasher.check_needs_rehash(stored)


def _of_nobody(hasher: PasswordHasher) -> str:
    """Return a hash that no password has, made without hashing."""

    def text(size: int) -> str:
        return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")

    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${parameters}${text(hasher.salt_len)}${text(hasher.hash_len)}"
