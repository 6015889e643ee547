"""How often something happens, as it is written on the command line, as a rule of iCalendar."""

from __future__ import annotations

import re

from app.domain.errors import RuleBroken

_WORDS = {
    "daily": "FREQ=DAILY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "yearly": "FREQ=YEARLY",
}
_BOUNDED = re.compile(r"(?:^|;)(?:UNTIL|COUNT)=")


def read_rule(text: str | None, until: str | None = None) -> str | None:
    """Read ``weekly``, ``daily`` … or a rule such as ``FREQ=WEEKLY;BYDAY=MO``; ``until`` is the last ISO day, included.

    Raises:
        RuleBroken: it is none of these, or there is an end and nothing that repeats.
    """
    if not text:
        if until:
            raise RuleBroken("--until ends what repeats. Say how with --repeat weekly.")
        return text
    word = text.strip()
    rule = _WORDS.get(word.lower(), word.upper().removeprefix("RRULE:"))
    # What is a rule and names no day is told better where it is planned.
    if "FREQ=" not in rule:
        known = ", ".join(_WORDS)
        raise RuleBroken(
            f"“{text}” is no way to repeat. There are {known}, or a rule: FREQ=WEEKLY;BYDAY=MO.", part=text
        )
    if until is None:
        return rule
    if _BOUNDED.search(rule):
        raise RuleBroken("The rule has an end of its own. Leave --until away, or the rule's end.", part=text)
    return f"{rule};UNTIL={until.replace('-', '')}"
