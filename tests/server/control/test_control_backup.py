"""Backups: verified, brought back whole, moved between databases; what they replace is kept, what is broken refused."""

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sync.server.admin import postgres_tools
from sync.server.admin.backup import Backup, back_up, count_rows
from sync.server.admin.doctor import examine
from sync.server.admin.every_table import NAMES
from sync.server.admin.office import Refused, alone, opened
from sync.server.admin.restore import restore
from sync.server.database import open_engine
from sync.server.settings import Settings
from tests.support.house import House, house_in

if TYPE_CHECKING:
    from collections.abc import Iterator

Of = Callable[[str], Settings]
KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
PARTITIONED = pytest.param("partitioned", marks=pytest.mark.postgres)


@contextmanager
def house_at(settings: Settings) -> "Iterator[House]":
    more = {"database_url": settings.database_url, "partitions": settings.partitions}
    with house_in(settings.data_dir, **more) as house:
        yield house


def furnish(settings: Settings) -> dict[str, int]:
    """Put people and a log into a server; returns how many rows there are."""
    settings.data_dir.mkdir(exist_ok=True)
    with house_at(settings) as house:
        ines = house.person("Ines")
        house.invited(house.workspace_of(ines), ines, "Tom", "viewer")
        return count_rows(house.desk)


def taken(settings: Settings, folder: Path, *, as_portable: bool = False) -> Backup:
    folder.mkdir(exist_ok=True)
    with opened(settings) as desk:
        return back_up(desk, folder, as_portable=as_portable)


def all_is_well(settings: Settings) -> dict[str, int]:
    with opened(settings) as desk:
        examined = examine(desk)
        assert examined.ok, examined.findings
        return count_rows(desk)


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, from the server the tests run."""
    import importlib.util
    import os

    found = importlib.util.find_spec("pgserver")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("no_tools")
@pytest.mark.parametrize("kind", [*KINDS, PARTITIONED])
@pytest.mark.parametrize("as_portable", [False, True])
def test_what_was_backed_up_comes_back_and_what_it_replaces_is_kept(
    kind: str, settings_of: Of, tmp_path: Path, as_portable: bool
) -> None:
    settings = settings_of(kind)
    rows = furnish(settings)
    backup = taken(settings, tmp_path / "backups", as_portable=as_portable)
    with house_at(settings) as house:
        house.person("Later")

    restored = restore(settings, backup.path)

    assert backup.rows == rows == restored.rows == all_is_well(settings)
    assert set(rows) == set(NAMES)
    assert rows["change"] > 0
    assert restored.replaced
    with house_at(settings) as house:
        assert house.sign_in("tom@harbour.example")["token"]
        # Numbers go on after those that came back.
        assert house.person("Eva").user not in (None, "")


@pytest.mark.postgres
@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("kind", ["postgres", "partitioned"])
def test_the_programs_of_postgresql_are_used_where_they_are(kind: str, settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of(kind)
    rows = furnish(settings)
    backup = taken(settings, tmp_path / "backups")
    assert backup.form == "postgres"
    with house_at(settings) as house:
        house.person("Later")

    assert restore(settings, backup.path).rows == rows == all_is_well(settings)
    # Once more: what the first one replaced is in no backup, and the second replaces again.
    second = taken(settings, tmp_path / "more")
    assert restore(settings, second.path).rows == rows
    with pytest.raises(Refused, match="was made by pg_dump"):
        restore(Settings(data_dir=tmp_path / "file"), backup.path)


@pytest.mark.postgres
@pytest.mark.usefixtures("tools")
def test_a_dump_that_is_damaged_changes_nothing(settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of("postgres")
    rows = furnish(settings)
    backup = taken(settings, tmp_path / "backups")
    backup.path.write_bytes(backup.path.read_bytes()[:-3_000])

    with pytest.raises(Refused, match="pg_restore failed"):
        restore(settings, backup.path)

    assert all_is_well(settings) == rows


@pytest.mark.postgres
def test_a_server_moves_from_a_file_to_postgresql(settings_of: Of, tmp_path: Path) -> None:
    before, after = settings_of("sqlite"), settings_of("postgres")
    rows = furnish(before)

    restored = restore(after, taken(before, tmp_path / "backups", as_portable=True).path)

    assert restored.rows == rows == all_is_well(after)


@pytest.mark.postgres
def test_a_running_server_is_not_replaced_on_postgresql(settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of("postgres")
    furnish(settings)
    backup = taken(settings, tmp_path / "backups", as_portable=True)

    with house_at(settings) as house:
        house.ask("GET", "/ready")
        with pytest.raises(Refused, match="A server is connected"):
            restore(settings, backup.path)


def test_a_running_server_is_not_replaced(settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of("sqlite")
    furnish(settings)
    backup = taken(settings, tmp_path / "backups")

    with alone(settings), pytest.raises(Refused, match="Stop it first"):
        restore(settings, backup.path)


def test_a_backup_is_taken_while_somebody_writes(settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of("sqlite")
    furnish(settings)
    with house_at(settings) as house, house.desk.engine.begin() as connection:
        connection.execute(text("update workspace set name = 'not committed'"))
        backup = taken(settings, tmp_path / "backups")

    with closing(sqlite3.connect(backup.path)) as file:
        assert file.execute("select count(*) from workspace where name = 'not committed'").fetchone() == (0,)


def test_a_restore_into_nothing_replaces_nothing(settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of("sqlite")
    rows = furnish(settings)
    elsewhere = Settings(data_dir=tmp_path / "elsewhere")

    restored = restore(elsewhere, taken(settings, tmp_path / "backups").path)

    assert (restored.replaced, restored.rows) == ("", rows)


@pytest.mark.parametrize("form", ["sqlite", "portable"])
@pytest.mark.parametrize("harm", ["cut", "empty", "other", "gone"])
def test_what_is_no_whole_backup_changes_nothing(settings_of: Of, tmp_path: Path, form: str, harm: str) -> None:
    settings = settings_of("sqlite")
    rows = furnish(settings)
    backup = taken(settings, tmp_path / "backups", as_portable=form == "portable").path
    content = backup.read_bytes()
    if harm == "gone":
        backup.unlink()
    else:
        harmed = {"cut": content[: len(content) // 2], "empty": b"", "other": b"Some letter"}
        backup.write_bytes(harmed[harm])

    with pytest.raises(Refused):
        restore(settings, backup)

    assert all_is_well(settings) == rows
    assert not list(settings.data_dir.glob("*.restoring*"))


HEAD = b'{"backup": "stintbook-server", "version": 1, "revision": "0002"}\n'
FOREIGN = b'{"table": "sqlite_master", "columns": ["name"]}\n["x"]\n{"end": {"sqlite_master": 1}}\n'
INJECTED = b'{"table": "account", "columns": ["id) values (1); --"]}\n["x"]\n{"end": {"account": 1}}\n'
OF_ANOTHER = b'{"backup": "another program", "version": 1}\n'
MISCOUNTED = b'{"end": {"account": 1}}\n'


@pytest.mark.parametrize(
    "lines", [OF_ANOTHER, HEAD, HEAD + MISCOUNTED, HEAD + FOREIGN, HEAD + INJECTED, b"not json\n", b""]
)
def test_a_made_up_backup_changes_nothing(settings_of: Of, tmp_path: Path, lines: bytes) -> None:
    settings = settings_of("sqlite")
    rows = furnish(settings)
    made_up = tmp_path / "made-up.jsonl.gz"
    made_up.write_bytes(gzip.compress(lines))

    with pytest.raises(Refused):
        restore(settings, made_up)

    assert all_is_well(settings) == rows


def test_a_backup_is_for_its_owners_eyes_and_overwrites_nothing(settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of("sqlite")
    furnish(settings)
    backup = taken(settings, tmp_path / "backups")

    assert backup.path.stat().st_mode & 0o077 == 0
    with opened(settings) as desk, pytest.raises(Refused, match="is there already"):
        back_up(desk, backup.path)
    with opened(settings) as desk, pytest.raises(Refused, match="cannot be written"):
        back_up(desk, tmp_path / "no such folder" / "file")
    assert list(backup.path.parent.iterdir()) == [backup.path]


def test_a_table_a_backup_would_leave_out_is_noticed(settings_of: Of, tmp_path: Path) -> None:
    settings = settings_of("sqlite")
    engine = open_engine(settings)
    with engine.begin() as connection:
        connection.execute(text("create table forgotten (x integer)"))
    engine.dispose()

    with pytest.raises(Refused, match="forgotten"):
        taken(settings, tmp_path / "backups", as_portable=True)


@pytest.mark.usefixtures("no_tools")
def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="This takes pg_restore"):
        postgres_tools.contents(tmp_path)
