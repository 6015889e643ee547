"""Servers over each kind of database: an SQLite file, PostgreSQL, PostgreSQL with tables partitioned by scope."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.server.database import open_engine
from sync.server.log.store import Store
from sync.server.migrations import upgrade
from sync.server.people.desk import Desk
from sync.server.settings import Settings
from tests.support.postgres import address_of, drop_database, name_of, new_database, running_postgres
from tests.support.server import QUICK, Person, desk_over, new_person

PARTITIONS = 4
KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
ALL_KINDS = [*KINDS, pytest.param("partitioned", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL for all tests of the session."""
    with running_postgres() as address:
        yield address


@pytest.fixture(scope="session")
def template(postgres: str) -> Callable[[int], str]:
    """Databases with tables in them, to be copied: one for each number of partitions."""
    made: dict[int, str] = {}

    def of(partitions: int) -> str:
        if partitions not in made:
            address = new_database(postgres)
            upgrade(Settings(database_url=address, partitions=partitions))
            made[partitions] = name_of(address)
        return made[partitions]

    return of


@pytest.fixture
def settings_of(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Settings]]:
    """Settings of a server with a fresh database of a kind."""
    made: list[str] = []

    def of(kind: str) -> Settings:
        settings = Settings(data_dir=tmp_path / kind, **QUICK)
        if kind == "sqlite":
            settings.data_dir.mkdir(exist_ok=True)
            upgrade(settings)
            return settings
        partitions = PARTITIONS if kind == "partitioned" else 0
        postgres: str = request.getfixturevalue("postgres")
        template = request.getfixturevalue("template")(partitions)
        made.append(new_database(postgres, template))
        return replace(settings, database_url=address_of(postgres, name_of(made[-1])), partitions=partitions)

    yield of
    for address in made:
        drop_database(request.getfixturevalue("postgres"), address)


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, settings_of: Callable[[str], Settings]) -> Settings:
    """The settings of a server, once on SQLite and once on PostgreSQL."""
    return settings_of(request.param)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A store over a fresh database."""
    engine = open_engine(settings)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    """Accounts over the same database."""
    return desk_over(store, settings)


@pytest.fixture
def person(desk: Desk) -> Person:
    """Somebody with an account, a workspace and a device."""
    return new_person(desk)
