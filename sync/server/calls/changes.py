"""The calls that carry changes: hello, push, changes, snapshot, digest, and the past of one entity."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from sync.protocol.change import MAX_NUMBER, entity_from_wire
from sync.protocol.messages import MAX_PAGE, PROTOCOL, Cursor, Hello
from sync.protocol.wire import dump, dump_digest, dump_digest_of, dump_hello
from sync.protocol.wire_objects import load_place
from sync.server.bodies import answer, read_body
from sync.server.calls.schemas import ChangesPage, HelloAnswer, ObjectsPage, PastPage, PushBody, PushResult
from sync.server.calls.schemas import described as body_of
from sync.server.log.intake import Asked
from sync.server.log.service import NAME, OLDEST_PROTOCOL, Service, check_protocol, in_thread, service_of
from sync.server.people.access import Ask, Caller
from sync.server.problems import Diverged, ReadOnly, Revoked, Unauthorised, described

router = APIRouter(tags=["log"])

PUSH_PATH = "/scopes/{scope}/push"
SCOPE_PATTERN = "[0-9a-zA-Z_.-]{1,200}"
ScopeId = Annotated[str, Path(pattern=f"^{SCOPE_PATTERN}$", description="`<workspace>` or `<workspace>.<user>`")]
Kind = Annotated[str, Path(pattern=r"^[^\x00/]{1,200}$")]
History = Annotated[str, Query(max_length=200, description="The name of the log, empty before the first contact.")]
# The place after it is a number too.
Seq = Annotated[int, Query(ge=0, le=MAX_NUMBER - 1)]
Chain = Annotated[str, Query(pattern="^([0-9a-f]{32})?$", description="The chain at `after`.")]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]

_JSON_PUSH: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": body_of(PushBody)}}}
}


@router.get("/hello", response_model=HelloAnswer, responses=described(Unauthorised))
async def hello(request: Request) -> Response:
    """Say who is here, what time it is, and what may be followed."""
    check_protocol(request)

    def work(service: Service, caller: Caller) -> Response:
        greeting = Hello(
            server=NAME,
            now_ms=service.now_ms(),
            oldest_protocol=OLDEST_PROTOCOL,
            newest_protocol=PROTOCOL,
            user=caller.user,
            device=caller.device,
            scopes=tuple(service.gate.offers(caller)),
            limits=service.limits,
        )
        return _answer(request, dump_hello(greeting))

    return await in_thread(request, work)


@router.post(
    PUSH_PATH,
    response_model=PushResult,
    responses=described(Unauthorised, Revoked, ReadOnly, Diverged),
    openapi_extra=_JSON_PUSH,
)
async def push(request: Request, scope: ScopeId) -> Response:
    """Take changes into the log of a scope, each once, groups whole."""
    # What waits on a client that is too old is still taken: so this call does not look at the protocol.
    service = service_of(request)
    headers = request.headers
    body = await read_body(request, service.limits.body_bytes)
    ask = Ask(headers.get("authorization", ""), request.client.host if request.client else "", scope)
    return _answer(request, await service.intake.take(Asked(ask, body, headers.get("content-encoding", ""))))


@router.get("/scopes/{scope}/changes", response_model=ChangesPage, responses=described(Unauthorised, Revoked, Diverged))
async def changes(
    request: Request, scope: ScopeId, history: History = "", after: Seq = 0, chain: Chain = "", limit: Limit = MAX_PAGE
) -> Response:
    """Return the changes after a place of the log, whole groups of them."""
    check_protocol(request)
    cursor = Cursor(history, after, bytes.fromhex(chain))

    def work(service: Service, caller: Caller) -> Response:
        service.gate.granted(caller, scope, write=False)
        return _answer(request, service.reader.changes(scope, cursor, limit))

    return await in_thread(request, work)


@router.get(
    "/scopes/{scope}/snapshot", response_model=ObjectsPage, responses=described(Unauthorised, Revoked, Diverged)
)
async def snapshot(
    request: Request,
    scope: ScopeId,
    at: Annotated[str | None, Query(max_length=100, description="`SEQ:CHAIN` of the first page.")] = None,
    after: Annotated[str | None, Query(max_length=1_000, description="What the page before ended with.")] = None,
    limit: Limit = MAX_PAGE,
) -> Response:
    """Return a part of the objects of a scope, and the place from where to read the log on."""
    check_protocol(request)

    def work(service: Service, caller: Caller) -> Response:
        service.gate.granted(caller, scope, write=False)
        place = None if at is None else load_place(at)
        return _answer(request, service.reader.objects(scope, place, after, limit))

    return await in_thread(request, work)


@router.get(
    "/scopes/{scope}/digest",
    response_model=dict[str, list[str]],
    responses=described(Unauthorised, Revoked),
)
async def digest(request: Request, scope: ScopeId) -> Response:
    """Return, for each kind, the 256 buckets by which two copies are compared."""
    check_protocol(request)

    def work(service: Service, caller: Caller) -> Response:
        service.gate.granted(caller, scope, write=False)
        return _answer(request, dump_digest(service.reader.digest(scope)))

    return await in_thread(request, work)


@router.get(
    "/scopes/{scope}/digest/{kind}/{bucket}",
    response_model=dict[str, str],
    responses=described(Unauthorised, Revoked),
)
async def digest_of(
    request: Request, scope: ScopeId, kind: Kind, bucket: Annotated[int, Path(ge=0, le=255)]
) -> Response:
    """Return the digest of every entity of one bucket."""
    check_protocol(request)

    def work(service: Service, caller: Caller) -> Response:
        service.gate.granted(caller, scope, write=False)
        return _answer(request, dump_digest_of(service.reader.digest_of(scope, kind, bucket)))

    return await in_thread(request, work)


@router.get(
    "/scopes/{scope}/objects/{kind}/{entity}/history",
    response_model=PastPage,
    responses=described(Unauthorised, Revoked),
)
async def past(
    request: Request,
    scope: ScopeId,
    kind: Kind,
    entity: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    after: Seq = 0,
    limit: Limit = MAX_PAGE,
) -> Response:
    """Return who set what of an entity, and when, oldest first."""
    check_protocol(request)

    def work(service: Service, caller: Caller) -> Response:
        service.gate.granted(caller, scope, write=False)
        found = service.reader.past(scope, kind, entity_from_wire(entity), after, limit + 1)
        page, more = found[:limit], len(found) > limit
        return _answer(request, _past_page(page, page[-1][0] if more else None))

    return await in_thread(request, work)


def _past_page(page: list[tuple[int, bytes]], after: int | None) -> bytes:
    places = dump([seq for seq, _ in page])
    return b'{"changes":[%b],"at":%b,"after":%b}' % (b",".join(body for _, body in page), places, dump(after))


def _answer(request: Request, body: bytes) -> Response:
    return answer(body, request.headers.get("accept-encoding", ""))
