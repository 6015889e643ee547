"""Calls for whoever runs the server: does it live, is it ready, what does it count."""

import hmac

from fastapi import APIRouter, Request, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from sync.server.calls.routing import TheDesk
from sync.server.calls.shapes import Health
from sync.server.metrics import CONTENT_TYPE, Metrics
from sync.server.problems import Busy, NotFound, Problem, described

router = APIRouter(tags=["operations"])


@router.get("/health", responses=described())
def health() -> Health:
    """Say that the process lives; nothing is looked at."""
    return Health(status="ok")


@router.get("/ready", responses=described())
def ready(desk: TheDesk) -> Health:
    """Say that the database answers and has the tables this version works with: requests may be sent here."""
    from sync.server.migrations import current, newest

    try:
        with desk.reading() as connection:
            connection.execute(text("SELECT 1"))
            is_new = current(connection) == newest()
    except (SQLAlchemyError, Problem) as error:
        raise Busy("The database does not answer.") from error
    if not is_new:
        raise Busy("The tables of the database are of another version.")
    return Health(status="ok")


@router.get("/metrics", responses=described(NotFound), response_class=Response)
def metrics(request: Request, desk: TheDesk) -> Response:
    """Say what was counted, to whoever has the token that the operator set; without one there is nothing here."""
    wanted = desk.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if not wanted or not hmac.compare_digest(given, wanted.encode()):
        raise NotFound
    figures: Metrics = request.app.state.metrics
    return Response(figures.text(), media_type=CONTENT_TYPE)
