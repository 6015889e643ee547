"""Locked days: what was closed or billed is not changed without unlocking it."""

from app.domain.problems import Problem


def check_locked(day: str, *, locked_before: str | None = None, invoice: str | None = None) -> list[Problem]:
    """Check whether an entry of a day may be changed; ``invoice`` is the number of an issued one that bills it."""
    if invoice:
        sentence = f"This entry is billed on invoice {invoice}. Cancel the invoice to change it."
        return [Problem("billed", sentence, values={"invoice": invoice})]
    if locked_before and day < locked_before:
        sentence = f"Days before {locked_before} are locked. Unlock them in the settings to change this entry."
        return [Problem("locked", sentence, "day", values={"locked_before": locked_before})]
    return []
