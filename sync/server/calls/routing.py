"""How the calls about accounts and workspaces are read: compressed or not, limited, as JSON and nothing else."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from sync.protocol.change import Malformed as BadJson
from sync.protocol.wire import load
from sync.server.bodies import decompressed, read_body
from sync.server.people.access import Caller, current_device
from sync.server.people.desk import Desk, desk_of
from sync.server.problems import Malformed

# These calls say little; what is larger is no mistake.
_MOST: Final = 64 << 10

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
Asker = Annotated[Caller, Depends(current_device)]
TheDesk = Annotated[Desk, Depends(desk_of)]


class _Read(Request):
    """A request whose body was read."""

    def __init__(self, request: Request, body: bytes) -> None:
        super().__init__(request.scope, request.receive)
        self._body = body


class SmallBodies(APIRoute):
    """A route whose body is small JSON."""

    def get_route_handler(self) -> Handler:
        """Return the handler: read the body, then what the route does."""
        handle = super().get_route_handler()

        async def read_then_handle(request: Request) -> Response:
            body = decompressed(await read_body(request, _MOST), request.headers.get("content-encoding", ""), _MOST)
            if body:
                try:
                    load(body)
                except BadJson as error:
                    raise Malformed("The body is not JSON.") from error
            return await handle(_Read(request, body))

        return read_then_handle


def address_of(request: Request) -> str:
    """Return the network address of a client; behind a trusted proxy it is what the proxy says."""
    return request.client.host if request.client else ""


Address = Annotated[str, Depends(address_of)]
