"""A project that is only thought of, as a row of the timeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.risk import Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.entities.projects import Project


@dataclass(frozen=True, slots=True)
class GhostRow:
    """What a row is painted of; nothing of it is saved, and nothing was done for it."""

    project: Project
    shown_name: str
    estimate_minutes: int
    auto: Mapping[str, int]
    risk: Risk
    unscheduled: int = 0
    finish_day: str | None = None
    color: str = "slate"
    tracked_seconds: int = 0
    done: Mapping[str, int] = field(default_factory=dict)
    planned: Mapping[str, int] = field(default_factory=dict)
    milestones: tuple[()] = ()
