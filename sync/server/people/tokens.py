"""Secrets that open something: tokens of devices, and codes that people type. Stored as their hash only."""

import hashlib
from collections.abc import Callable
from typing import Final

Random = Callable[[int], bytes]
"""Gives so many random bytes."""

TOKEN_BYTES: Final = 32
# Says what it is to whoever finds one in a log or a repository, and to the programs that search for such things.
MARK: Final = "stintbook_"

# Crockford's: no letter that is taken for another one.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SEEN_AS: Final = str.maketrans("OIL", "011", "-  \t\n")
_GROUP: Final = 5


def new_token(random: Random) -> str:
    """Return a token of 256 random bits."""
    return MARK + random(TOKEN_BYTES).hex()


def pairing_code(random: Random) -> str:
    """Return a code of 50 random bits: short enough to type, and gone after minutes or one use."""
    return _code(random, 10)


def invitation_code(random: Random) -> str:
    """Return a code of 125 random bits: it is sent, seldom typed, and good for days."""
    return _code(random, 25)


def fingerprint(secret: str) -> bytes:
    """Return what is stored of a secret. It has enough random bits that a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def typed(code: str) -> str:
    """Return a code as it was given out, however it was typed: small letters, blanks, O for 0."""
    letters = code.upper().translate(_SEEN_AS)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _code(random: Random, length: int) -> str:
    # 256 is a multiple of 32, so every letter is equally likely.
    return typed("".join(_ALPHABET[byte % len(_ALPHABET)] for byte in random(length)))
