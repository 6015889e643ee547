"""The call that gives a workspace out whole."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse

from sync.server.calls.routing import Address, Asker, TheDesk
from sync.server.calls.shapes import Id
from sync.server.log import export
from sync.server.people import workspaces
from sync.server.problems import NotPermitted, Revoked, Unauthorised, described

router = APIRouter(prefix="/sync/v1", tags=["workspaces"])

_LINES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "JSON lines: members, then each scope with its log and its objects, and a line that ends it.",
        "content": {export.MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


@router.get(
    "/workspaces/{workspace}/export",
    response_class=Response,
    responses=described(Unauthorised, Revoked, NotPermitted) | _LINES,
)
def export_workspace(
    workspace: Annotated[Id, Path()], caller: Asker, desk: TheDesk, address: Address
) -> StreamingResponse:
    """Give everything that was ever written in a workspace."""
    with desk.acting(caller, address) as act:
        workspaces.require(act.connection, caller, workspace, "export")
        act.note("workspace.exported", workspace=workspace)
    headers = {
        "Content-Disposition": f'attachment; filename="stintbook-{workspace}.jsonl"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(export.lines(desk, workspace), media_type=export.MEDIA_TYPE, headers=headers)
