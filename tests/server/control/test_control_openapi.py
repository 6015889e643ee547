"""The published description is what is so: whatever it lets one ask, the answer is one it names, and never a failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.support.house import House, Person, house_in
from tests.support.server import serving

# It never ends by itself; looked at where connections are.
_ENDLESS = "/sync/v1/live"
_FREE = {
    "requests_per_minute": 0,
    "failures_per_account": 0,
    "failures_per_address": 0,
    "workspaces_per_account": 0,
    "devices_per_account": 0,
}
_RELAXED = list(HealthCheck)
# Logs are read more strictly than JSON Schema can say: 5.0 is no whole number, a place is one that was given out.
_BETTER_KNOWN = [negative_data_rejection, positive_data_acceptance]
_LOGS = "/sync/v1/scopes/"


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Person, str]]:
    """A server over real HTTP with somebody in it; returns its address, the person, and what their workspace is."""
    with house_in(folder, **_FREE) as house:
        ines = house.person("Ines")
        workspace = house.workspace_of(ines)
        house.invited(workspace, ines, "Tom", "member")
    with house_in(folder, **_FREE) as house, serving(_fresh(house)) as address:
        yield address, ines, workspace


def _fresh(house: House) -> Any:
    from sync.server.app import create_app

    return create_app(house.desk.settings)


def walk(folder: Path, examples: int) -> None:
    with served(folder) as (address, ines, workspace):
        schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
        operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
        assert len(operations) > 30
        for operation in operations:
            if operation.path != _ENDLESS:
                walk_one(operation, examples, ines, workspace)


def walk_one(operation: Any, examples: int, ines: Person, workspace: str) -> None:
    headers = {"Authorization": f"Bearer {ines.token}"}
    known = _BETTER_KNOWN if operation.path.startswith(_LOGS) else []

    # Made smaller, a failure takes minutes: the server remembers what was asked.
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=_RELAXED,
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        # Half of the time in a workspace there is, else in one there is not.
        if case.path_parameters and len(str(case.body)) % 2:
            _in_place(case.path_parameters, workspace, ines)
        answer = case.call(headers=headers)
        case.validate_response(answer, excluded_checks=known)
        assert answer.status_code < 500

    ask()


def _in_place(parameters: dict[str, Any], workspace: str, ines: Person) -> None:
    there = {"workspace": workspace, "scope": workspace, "user": ines.user}
    parameters.update({name: value for name, value in there.items() if name in parameters})


def test_every_answer_is_one_that_is_published(folder: Path) -> None:
    walk(folder, examples=10)


@pytest.mark.slow
def test_every_answer_is_one_that_is_published_at_length(folder: Path) -> None:
    walk(folder, examples=300)
