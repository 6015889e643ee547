"""The server as an ASGI application: its parts put together, and every failure turned into a problem document."""

import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from sync.protocol.messages import Limits
from sync.server.bodies import problem_response
from sync.server.calls import changes, hints
from sync.server.calls.express import Express
from sync.server.calls.routes import routers
from sync.server.database import on_sqlite, open_engine
from sync.server.log.intake import Intake
from sync.server.log.live import Heads, Live, Relay
from sync.server.log.reads import Reader
from sync.server.log.service import Service
from sync.server.log.store import Store
from sync.server.log.taking import Turns
from sync.server.metrics import Counting, Metrics
from sync.server.people.access import BEARER, Gate
from sync.server.people.desk import open_desk
from sync.server.people.gate import DatabaseGate
from sync.server.problems import Failed, Malformed, NotAllowed, NotFound, Problem, Unprocessable
from sync.server.settings import Settings

PREFIX = "/sync/v1"

_log = logging.getLogger(__name__)


def create_app(settings: Settings) -> FastAPI:
    """Put a server together over a database that has its tables."""
    store = Store(open_engine(settings))
    desk = open_desk(store, settings)
    app = _bare(settings)
    app.state.desk = desk
    app.state.gate = DatabaseGate(desk)
    app.state.service = _service(settings, store, app.state.gate)
    app.state.metrics = Metrics()
    # The one added last is the outer one: what goes the short way is counted too.
    app.add_middleware(Express, prefix=PREFIX)
    app.add_middleware(Counting, metrics=app.state.metrics)
    app.include_router(changes.router, prefix=PREFIX, dependencies=[Depends(BEARER)])
    app.include_router(hints.router, prefix=PREFIX, dependencies=[Depends(BEARER)])
    for router in routers:
        app.include_router(router)
    return app


def _bare(settings: Settings) -> FastAPI:
    app = FastAPI(
        title="Stintbook sync",
        version="1",
        docs_url="/docs" if settings.docs else None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_lifespan,
        # Addresses are exact: a redirect would carry a token to where nobody asked for.
        redirect_slashes=False,
    )
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(Exception, _on_failure)
    return app


def _service(settings: Settings, store: Store, gate: Gate) -> Service:
    reader = Reader(store, settings.body_bytes)
    live = Live(reader.heads, gate.followed, _relay_of(store))
    limits = Limits(body_bytes=settings.body_bytes)
    threads = ThreadPoolExecutor(settings.threads, thread_name_prefix="call")
    turns = Turns(store, gate, limits, live.announce)
    return Service(
        settings=settings,
        store=store,
        reader=reader,
        gate=gate,
        live=live,
        limits=limits,
        threads=threads,
        intake=Intake(turns, threads, _turns_at_once(store)),
    )


def _turns_at_once(store: Store) -> int:
    # An SQLite file has one writer. On PostgreSQL one turn is worked on while another one waits for the disk.
    return 1 if on_sqlite(store.engine) else 2


def _relay_of(store: Store) -> Callable[[Callable[[Heads], None]], Relay] | None:
    if on_sqlite(store.engine):
        return None
    from sync.server.log import relay

    return partial(relay.Relay, store.engine)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    service.live.start()
    try:
        yield
    finally:
        await service.live.stop()
        service.threads.shutdown(wait=True)
        service.store.engine.dispose()


async def _on_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for it
    return problem_response(error)


async def _on_http_exception(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    known: dict[int, type[Problem]] = {404: NotFound, 405: NotAllowed}
    problem = known.get(error.status_code, Malformed)(headers=error.headers)
    if error.status_code not in known:
        problem = Malformed(HTTPStatus(error.status_code).phrase)
    return problem_response(problem)


async def _on_invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    # Names and reasons only: what was sent may be a password.
    reasons = [f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors()]
    return problem_response(Unprocessable("; ".join(reasons)[:500]))


async def _on_failure(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem_response(Failed())


def schema_of(app: FastAPI) -> dict[str, Any]:
    """Return the published description."""
    return app.openapi()
