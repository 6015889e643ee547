"""Names: trimmed, 1 to 200 characters, unique without regard to case among living siblings."""

from collections.abc import Iterable

from app.domain.problems import Problem

LONGEST = 200


def clean_name(name: str) -> str:
    """Return a name without blanks around it and with single blanks inside."""
    return " ".join(name.split())


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same to a person."""
    return clean_name(one).casefold() == clean_name(other).casefold()


def check_name(name: str, siblings: Iterable[str] = (), *, noun: str = "project") -> list[Problem]:
    """Check a name against the names of its living siblings (not its own)."""
    cleaned = clean_name(name)
    if not cleaned:
        return [Problem("name_missing", f"The {noun} needs a name.", "name", values={"noun": noun})]
    if len(cleaned) > LONGEST:
        sentence = f"The name is {len(cleaned)} characters long; {LONGEST} is the most."
        return [Problem("name_too_long", sentence, "name", values={"length": len(cleaned)})]
    if any(same_name(cleaned, sibling) for sibling in siblings):
        sentence = f"There is already a {noun} named “{cleaned}”."
        return [Problem("name_taken", sentence, "name", values={"noun": noun, "name": cleaned})]
    return []
