"""The language of the person who sits here, as the machine has it."""

import os

_FALLBACK = "en"
_VARIABLES = ("LC_ALL", "LC_TIME", "LANG")


def own_language() -> str:
    """Return the language as in ``de`` or ``pt_BR``; English where the machine says none."""
    said = next((found for name in _VARIABLES if (found := os.environ.get(name, ""))), "")
    language = said.partition(".")[0].partition("@")[0]
    return language if language[:2].isalpha() and language not in ("C", "POSIX") else _FALLBACK
