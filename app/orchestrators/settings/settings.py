"""Reading and changing the settings that follow the person from device to device."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from app.domain.errors import RuleBroken
from app.orchestrators.preferences import Settings, fits, load_settings
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@workflow
def get_settings(ctx: Context) -> Settings:
    """Return the settings."""
    with reading(ctx) as read:
        return load_settings(read)


@workflow
def update_settings(ctx: Context, **changed: Any) -> Outcome[Settings]:
    """Change settings; moving the start of the day counts all totals anew.

    Raises:
        RuleBroken: a setting does not exist or cannot have that value; then none is changed.
    """
    wrong = {key: value for key, value in changed.items() if not fits(key, value)}
    if wrong:
        listed = ", ".join(f"{key} = {value!r}" for key, value in wrong.items())
        raise RuleBroken(f"There is no such setting, or it cannot have this value: {listed}.", settings=wrong)
    with unit_of_work(ctx, "change_settings", ", ".join(changed)) as work:
        before = load_settings(work)
        after = replace(before, **changed)
        for key, value in asdict(after).items():
            if value != getattr(before, key):
                work.settings.put(key, value)
    return work.outcome(after)
