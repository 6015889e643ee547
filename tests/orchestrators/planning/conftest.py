"""What tests of planning share."""

from typing import Any

import pytest

from app.domain.entities.projects import Project
from app.domain.forecast import Forecast, forecast


@pytest.fixture
def forecasts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the names of projects whose forecast is made."""
    made: list[str] = []

    def counted(project: Project, **facts: Any) -> Forecast:
        made.append(project.name)
        return forecast(project, **facts)

    monkeypatch.setattr("app.domain.course.forecast", counted)
    return made
