"""Pushes on the short way: they are most of what a server is asked for, and finding a route costs more than a push.

Routing, checking parameters and looking for dependencies take longer than everything a push needs. So its address is
known before all that. What answers is the same function that the published description is made from.
"""

import re
from typing import Final

from fastapi import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.server.bodies import problem_response
from sync.server.calls.changes import PUSH_PATH, SCOPE_PATTERN, push
from sync.server.problems import Problem


class Express:
    """Answers pushes, and passes on everything else."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        before, after = f"{prefix}{PUSH_PATH}".split("{scope}")
        self._address: Final = re.compile(f"{re.escape(before)}({SCOPE_PATTERN}){re.escape(after)}")
        # Only its name is used: what is counted is counted by route.
        self._route: Final = Route(f"{prefix}{PUSH_PATH}", push, methods=["POST"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        found = self._address.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        scope["route"] = self._route
        try:
            response = await push(Request(scope, receive), found[1])
        except Problem as problem:
            response = problem_response(problem)
        await response(scope, receive, send)
