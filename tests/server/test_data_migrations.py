import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from sync.server.database import open_engine
from sync.server.log import tables
from sync.server.metadata import METADATA
from sync.server.migrations import current, newest, upgrade
from sync.server.people import tables as account_tables
from sync.server.settings import Settings
from tests.server.conftest import PARTITIONS
from tests.support.postgres import new_database

ALL = {table.name for table in (*tables.BY_SCOPE, account_tables.ACCOUNT, account_tables.AUDIT)}


def test_the_steps_come_to_what_the_tables_say(settings: Settings) -> None:
    engine = open_engine(settings)
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) >= ALL
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert current(connection) == newest()
    engine.dispose()


def test_a_database_that_is_up_to_date_is_left_alone(settings: Settings) -> None:
    upgrade(settings)
    upgrade(settings)


def check_many_at_once(settings: Settings) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            upgrade(settings)
        except BaseException as error:
            failed.append(error)
            raise

    workers = [threading.Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    engine = open_engine(settings)
    with engine.connect() as connection:
        assert current(connection) == newest()
    engine.dispose()


def test_workers_that_start_at_once_do_not_race_on_a_file(tmp_path: Path) -> None:
    check_many_at_once(Settings(data_dir=tmp_path))


@pytest.mark.postgres
def test_workers_that_start_at_once_do_not_race(postgres: str) -> None:
    check_many_at_once(Settings(database_url=new_database(postgres)))


@pytest.mark.postgres
def test_partitions_are_made_where_they_were_asked_for(settings_of: Callable[[str], Settings]) -> None:
    engine = open_engine(settings_of("partitioned"))
    counted = "select count(*) from pg_inherits where inhparent = :name\\:\\:regclass"
    with engine.connect() as connection:
        for table in tables.BY_SCOPE:
            assert connection.execute(text(counted), {"name": table.name}).scalar_one() == PARTITIONS
    engine.dispose()


def test_a_file_ignores_partitions(tmp_path: Path) -> None:
    settings = replace(Settings(data_dir=tmp_path), partitions=8)
    upgrade(settings)
    upgrade(settings)
