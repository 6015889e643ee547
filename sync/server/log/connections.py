"""Connections for the calls that carry changes: borrowed, given back clean, replaced when the database went away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from sync.server.database import on_sqlite
from sync.server.log.lane_sqlite import SqliteLane
from sync.server.log.lanes import Lane
from sync.server.problems import Busy

_Begun = TypeVar("_Begun")


def lane_of(engine: Engine) -> Lane:
    """Return the way of pushes and pulls on a database."""
    if on_sqlite(engine):
        return SqliteLane()
    from sync.server.log.lane_postgres import PostgresLane

    return PostgresLane()


class Connections:
    """The pool of an engine, seen from the drivers' own connections."""

    def __init__(self, engine: Engine, lane: Lane) -> None:
        pool = cast("QueuePool", engine.pool)
        self._engine = engine
        self._lane = lane
        # After a restart of the database, every connection in the pool may be dead; the next one is new.
        self._attempts = pool.size() + 1
        self._errors: tuple[type[Exception], ...] = (engine.dialect.loaded_dbapi.Error, DBAPIError, NoneFree)

    @contextmanager
    def used(self, begin: Callable[[Any], _Begun]) -> Iterator[_Begun]:
        """Run ``begin`` with a connection and yield what it returns; what is not committed by then is rolled back.

        Raises:
            Busy: the database did not answer in time, or went away.
        """
        try:
            connection, begun = self._begin(begin)
            with self._given_back(connection):
                yield begun
        except self._errors as error:
            cause = _cause(error)
            if isinstance(error, NoneFree) or self._lane.busy(cause) or self._lane.broken(cause):
                raise Busy("the database did not answer in time") from error
            raise

    def _begin(self, begin: Callable[[Any], _Begun]) -> tuple[PoolProxiedConnection, _Begun]:
        for _ in range(self._attempts - 1):
            try:
                return self._tried(begin)
            except self._errors as error:
                # Nothing was done yet: a connection that died while it lay in the pool is no reason to give up.
                if not self._lane.broken(_cause(error)):
                    raise
        return self._tried(begin)

    def _tried(self, begin: Callable[[Any], _Begun]) -> tuple[PoolProxiedConnection, _Begun]:
        connection = self._engine.raw_connection()
        try:
            return connection, begin(connection.driver_connection)
        except BaseException as error:
            self._give_back(connection, error)
            raise

    @contextmanager
    def _given_back(self, connection: PoolProxiedConnection) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self._give_back(connection, error)
            raise
        connection.close()

    def _give_back(self, connection: PoolProxiedConnection, error: BaseException) -> None:
        if isinstance(error, Exception) and self._lane.broken(_cause(error)):
            connection.invalidate()
        connection.close()


def _cause(error: Exception) -> Exception:
    origin = error.orig if isinstance(error, DBAPIError) else None
    return origin if isinstance(origin, Exception) else error
