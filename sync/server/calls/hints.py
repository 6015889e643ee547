"""The call that stays open: heads of logs as server-sent events."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from sync.protocol.wire import dump_heads
from sync.server.log.live import KEEP_ALIVE_S, Listener, Live
from sync.server.log.service import Service, check_protocol, in_thread, service_of
from sync.server.people.access import Caller
from sync.server.problems import Unauthorised, described

router = APIRouter(tags=["live"])

# A client that does not read for so long is let go; it comes back and is told the newest.
SLOW_S = 20.0

_STREAM: dict[str, Any] = {
    "responses": {
        200: {
            "description": "Events of the name `heads`, their data `{scope: head}`; the first has all scopes.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    }
}


@router.get("/live", response_class=Response, responses=described(Unauthorised), openapi_extra=_STREAM)
async def live(request: Request) -> Response:
    """Tell the heads of all scopes now and whenever they move; only hints, a lost one costs one poll."""
    check_protocol(request)
    caller, heads = await in_thread(request, _heads)
    return EventStream(service_of(request).live, Listener(caller, heads), KEEP_ALIVE_S)


def _heads(service: Service, caller: Caller) -> tuple[Caller, Mapping[str, int]]:
    return caller, {offer.scope: offer.head for offer in service.gate.offers(caller)}


class EventStream(Response):
    """A response that goes on until the client leaves, is too slow, or may not listen any more."""

    def __init__(self, live: Live, listener: Listener, keep_alive_s: float = KEEP_ALIVE_S) -> None:
        super().__init__(media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._live = live
        self._listener = listener
        self._keep_alive_s = keep_alive_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send until it ends."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        self._live.join(self._listener)
        leaving = asyncio.create_task(self._left(receive))
        try:
            await self._tell(send)
        except TimeoutError:
            # Too slow: nothing more can be sent to it, not even an end. The connection is cut.
            return
        finally:
            self._live.leave(self._listener)
            leaving.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _left(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._listener.end()

    async def _tell(self, send: Send) -> None:
        async for news in self._listener.news(self._keep_alive_s):
            event = b"event: heads\ndata: %b\n\n" % dump_heads(news) if news else b": still here\n\n"
            async with asyncio.timeout(SLOW_S):
                await send({"type": "http.response.body", "body": event, "more_body": True})
