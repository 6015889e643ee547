"""The settings that follow the person from device to device, with their defaults."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from app.domain.errors import RuleBroken
from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can set for all devices.

    ``week_start`` 0 is Monday, 6 Sunday; ``clock24`` None follows the locale; ``day_starts_at`` is minutes after
    midnight; ``locked_before`` an ISO day or None; ``long_entry_hours`` when Review mentions an entry.
    """

    week_start: int = 0
    duration_style: str = "h:mm"
    clock24: bool | None = None
    day_starts_at: int = 0
    several_timers: bool = False
    rounding_mode: str = RoundingMode.NONE.value
    rounding_minutes: int = 15
    currency: str = "EUR"
    locked_before: str | None = None
    long_entry_hours: int = 10
    first_start_done: bool = False

    @property
    def rounding(self) -> Rounding:
        """The rounding of reports."""
        return Rounding(RoundingMode(self.rounding_mode), self.rounding_minutes)


def load_settings(read: Repositories) -> Settings:
    """Return the settings as they stand in a transaction; unknown keys of newer versions are left alone."""
    known = {f.name for f in fields(Settings)}
    return Settings(**{key: value for key, value in read.settings.values().items() if key in known})


@workflow
def get_settings(ctx: Context) -> Settings:
    """Return the settings."""
    with reading(ctx) as read:
        return load_settings(read)


@workflow
def update_settings(ctx: Context, **changed: Any) -> Outcome[Settings]:
    """Change settings; moving the start of the day counts all totals anew.

    Raises:
        RuleBroken: a setting does not exist or cannot have that value.
    """
    with unit_of_work(ctx, "change_settings") as work:
        before = load_settings(work)
        after = _checked(before, changed)
        for key, value in asdict(after).items():
            if value != getattr(before, key):
                work.settings.put(key, value)
        if after.day_starts_at != before.day_starts_at:
            work.move_start_of_day(after.day_starts_at)
    return work.outcome(after)


def _checked(before: Settings, changed: dict[str, Any]) -> Settings:
    try:
        after = replace(before, **changed)
        RoundingMode(after.rounding_mode)
    except (TypeError, ValueError) as error:
        raise RuleBroken(f"There is no such setting or value: {', '.join(changed)}.") from error
    fits = (
        0 <= after.week_start <= 6
        and 0 <= after.day_starts_at < 720
        and 1 <= after.rounding_minutes <= 240
        and after.duration_style in ("h:mm", "h:mm:ss", "decimal")
    )
    if not fits:
        raise RuleBroken(
            f"This value is not possible: {', '.join(f'{key} = {value}' for key, value in changed.items())}."
        )
    return after
