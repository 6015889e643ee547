"""Which pg_dump can be used: one that is not older than the database."""

from pathlib import Path

import pytest

from sync.server.admin.postgres_tools import can_dump


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    program = folder / "pg_dump"
    program.write_text(f"#!/bin/sh\necho '{said}'\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.parametrize(
    ("said", "usable"),
    [
        ("pg_dump (PostgreSQL) 16.2", True),
        ("pg_dump (PostgreSQL) 17devel", True),
        ("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", False),
        ("something else", False),
    ],
)
def test_a_pg_dump_older_than_the_database_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, usable: bool
) -> None:
    install(tmp_path, monkeypatch, said)

    assert can_dump(16) is usable


def test_without_pg_dump_there_is_nothing_to_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert can_dump(1) is False
