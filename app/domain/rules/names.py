"""Names: trimmed, 1 to 200 characters, unique without regard to case among living siblings."""

from collections.abc import Iterable
from unicodedata import category, normalize

from app.domain.problems import Problem

LONGEST = 200


def clean_name(name: str) -> str:
    """Return a name without blanks around it and with single blanks inside."""
    return " ".join(name.split())


def name_key(name: str) -> str:
    """Return what two names share exactly when they are the same to a person."""
    # Composed and decomposed letters look alike; casefold may leave a decomposed form behind.
    return normalize("NFC", normalize("NFC", clean_name(name)).casefold())


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same to a person."""
    return name_key(one) == name_key(other)


def check_name(name: str, siblings: Iterable[str] = (), *, noun: str = "project") -> list[Problem]:
    """Check a name against the names of its living siblings (not its own)."""
    cleaned = clean_name(name)
    if not cleaned:
        return [Problem("name_missing", f"The {noun} needs a name.", "name", values={"noun": noun})]
    if len(cleaned) > LONGEST:
        sentence = f"The name is {len(cleaned)} characters long; {LONGEST} is the most."
        return [Problem("name_too_long", sentence, "name", values={"length": len(cleaned), "longest": LONGEST})]
    # Joiners and marks of direction belong to names; control characters and half characters do not.
    if any(category(letter) in ("Cc", "Cs") for letter in cleaned):
        sentence = "The name holds a character that cannot be shown."
        return [Problem("name_unprintable", sentence, "name", values={"noun": noun})]
    if any(same_name(cleaned, sibling) for sibling in siblings):
        sentence = f"There is already a {noun} named “{cleaned}”."
        return [Problem("name_taken", sentence, "name", values={"noun": noun, "name": cleaned})]
    return []
