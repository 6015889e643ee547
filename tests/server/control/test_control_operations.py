"""What whoever runs the server sees: health, readiness, figures, an export, the published description."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from sync.protocol.change import from_wire
from sync.server.metrics import FOLDER_VARIABLE, Metrics
from tests.support.house import House, house_in


def test_a_server_that_lives_and_can_work_says_so(house: House) -> None:
    assert house.done("GET", "/health") == house.done("GET", "/ready") == {"status": "ok"}


def test_a_server_without_its_tables_lives_but_is_not_ready(house: House) -> None:
    with house.desk.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))

    assert house.refused("GET", "/ready") == (503, "busy")
    assert house.done("GET", "/health") == {"status": "ok"}


def test_a_server_whose_database_is_away_is_not_ready(house: House) -> None:
    with house.desk.engine.begin() as connection:
        connection.execute(text("drop table alembic_version"))
    (house.desk.settings.data_dir / "server.db").chmod(0o600)
    house.desk.engine.dispose()
    for file in house.desk.settings.data_dir.glob("server.db*"):
        file.write_bytes(b"no database at all" * 100)

    assert house.refused("GET", "/ready") == (503, "busy")


def test_figures_are_for_whoever_has_the_token_of_the_operator(folder: Path) -> None:
    with house_in(folder, metrics_token="let me see") as house:
        assert house.refused("GET", "/metrics") == (404, "not_found")
        assert house.refused("GET", "/metrics", "another") == (404, "not_found")
        ines = house.person("Ines")
        house.refused("GET", f"/devices/{ines.device}", ines)
        house.ask("GET", "/hello")

        shown = house.ask("GET", "/metrics", "let me see").text

    assert 'stintbook_requests_total{method="POST",route="/accounts",status="201"} 1.0' in shown
    assert 'stintbook_problems_total{route="/hello",status="401"} 1.0' in shown
    assert 'stintbook_request_seconds_count{route="/devices"} 1.0' in shown
    assert ines.device not in shown
    assert "ines" not in shown


def test_without_a_token_there_are_no_figures(house: House) -> None:
    assert house.refused("GET", "/metrics") == (404, "not_found")
    assert house.refused("GET", "/metrics", "x") == (404, "not_found")


def test_an_address_that_is_none_adds_no_figures_of_its_own(folder: Path) -> None:
    with house_in(folder, metrics_token="see") as house:
        for number in range(5):
            house.refused("GET", f"/nothing/{number}")
        shown = house.ask("GET", "/metrics", "see").text

    assert 'stintbook_requests_total{method="any",route="none",status="404"} 5.0' in shown
    assert "/nothing" not in shown


def test_the_figures_of_several_workers_are_added_up(tmp_path: Path) -> None:
    import subprocess
    import sys

    count = "from sync.server.metrics import Metrics; m = Metrics(); m.requests.labels('GET', '/x', '200').inc({})"
    environment = os.environ | {FOLDER_VARIABLE: str(tmp_path)}
    for number in (2, 3):
        subprocess.run([sys.executable, "-c", count.format(number)], env=environment, check=True)
    tell = "from sync.server.metrics import Metrics; print(Metrics().text().decode())"
    told = subprocess.run([sys.executable, "-c", tell], env=environment, capture_output=True, text=True, check=True)

    assert 'stintbook_requests_total{method="GET",route="/x",status="200"} 5.0' in told.stdout
    assert 'status="200"' not in Metrics().text().decode()


def test_an_export_has_everything_and_says_that_it_is_whole(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    house.invited(workspace, ines, "Tom", "viewer")

    answer = house.ask("GET", f"/workspaces/{workspace}/export", ines)
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert lines[0]["workspace"]["id"] == workspace
    assert sorted(line["member"]["name"] for line in lines if "member" in line) == ["Ines", "Tom"]
    heads = {line["scope"]["scope"]: line["scope"]["head"] for line in lines if "scope" in line}
    assert len(heads) == 3
    changes = [from_wire(line["change"]) for line in lines if "change" in line]
    assert len(changes) == sum(heads.values()) == 2
    assert len([line for line in lines if "object" in line]) == 2
    assert lines[-1] == {"end": {"members": 2, "scopes": 3, "changes": 2, "objects": 2}}


def test_the_published_description_names_how_a_device_shows_its_token(house: House) -> None:
    described = house.done("GET", "/openapi.json")

    open_calls = {
        path
        for path, methods in described["paths"].items()
        for call in methods.values()
        if not call.get("security") and path.startswith("/sync/v1")
    }
    assert open_calls == {"/sync/v1/accounts"}
    assert described["components"]["securitySchemes"]["device"] == {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a device.",
    }


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/sync/v1/", "/sync/v1/devices/", "/sync/v2/hello"])
def test_what_is_not_there_is_a_problem_document(house: House, path: str) -> None:
    answer = house.client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
