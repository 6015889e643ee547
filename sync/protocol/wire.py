"""Messages as JSON and back, read strictly: what a stranger sends is checked before anything is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import orjson

from sync.protocol.change import Change, Malformed, from_wire, to_wire
from sync.protocol.fields import chain_of, digest_of, list_of, number_of, object_of, record_of, text_of, version_of
from sync.protocol.messages import Cursor, Hello, Limits, Page, Push, PushAnswer, Role, ScopeOffer
from sync.protocol.version import NONE, Version

MAX_SCOPES: Final = 100_000
# What a message may list at all; how much is taken is the reader's to say.
MAX_ITEMS: Final = 1_000_000
BUCKETS: Final = 256
_ROLES: Final = ("owner", "admin", "member", "viewer")


def dump(value: Any) -> bytes:
    """Write JSON.

    Raises:
        Malformed: half a character, a number beyond 64 bits, or something that is no JSON.
    """
    try:
        return orjson.dumps(value)
    except TypeError as error:
        raise Malformed(str(error)) from error


def load(body: bytes) -> Any:
    """Read JSON: UTF-8 only, no NaN, no half characters, no endless nesting.

    Raises:
        Malformed: it is none.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(str(error)) from error


def dump_change(change: Change) -> bytes:
    """Write one change."""
    return dump(to_wire(change))


def load_change(body: bytes) -> Change:
    """Read one change."""
    return from_wire(load(body))


@dataclass(frozen=True, slots=True)
class Received:
    """A push as it came in: what could be read, and the changes that could not, by their version."""

    push: Push
    malformed: Mapping[Version, str]


def dump_push(push: Push) -> bytes:
    """Write ``{history, seq, chain, changes}``."""
    return dump(_cursor(push.cursor) | {"changes": [to_wire(change) for change in push.changes]})


def load_push(body: bytes) -> Received:
    """Read a push. A change that breaks the protocol does not stop the others, as long as its version can be told.

    Raises:
        Malformed: the message itself is broken, or a change in it has no version that could be refused.
    """
    record = record_of(load(body))
    changes: list[Change] = []
    malformed: dict[Version, str] = {}
    for each in list_of(record, "changes", MAX_ITEMS):
        try:
            changes.append(from_wire(each))
        except Malformed as error:
            malformed[_refusable(each)] = str(error)
    return Received(Push(_load_cursor(record), changes), malformed)


def dump_push_answer(answer: PushAnswer) -> bytes:
    """Write ``{acks, refused, head}``."""
    acks = [(version.hex(), seq) for version, seq in answer.acks]
    return dump({"acks": acks, "refused": {v.hex(): code for v, code in answer.refused.items()}, "head": answer.head})


def load_push_answer(body: bytes) -> PushAnswer:
    """Read what became of a push.

    Raises:
        Malformed: it breaks the protocol.
    """
    record = record_of(load(body))
    refused = object_of(record, "refused", MAX_ITEMS)
    return PushAnswer(
        acks=[_ack(pair) for pair in list_of(record, "acks", MAX_ITEMS)],
        refused={_real(v): text_of(refused, v) for v in refused},
        head=number_of(record, "head"),
    )


def join_page(changes: Sequence[bytes], upto: int, chain: bytes, head: int) -> bytes:
    """Write ``{changes, next, chain, head}`` from changes that are written already."""
    return b'{"changes":[%b],"next":%d,"chain":"%b","head":%d}' % (b",".join(changes), upto, _hex(chain), head)


def dump_page(page: Page) -> bytes:
    """Write a page of a log."""
    return join_page([dump_change(change) for change in page.changes], page.next, page.chain, page.head)


def load_page(body: bytes) -> Page:
    """Read a page of a log.

    Raises:
        Malformed: it, or a change in it, breaks the protocol.
    """
    record = record_of(load(body))
    changes = [from_wire(each) for each in list_of(record, "changes", MAX_ITEMS)]
    return Page(changes, number_of(record, "next"), chain_of(record), number_of(record, "head"))


def dump_hello(hello: Hello) -> bytes:
    """Write ``{server, now, protocol, user, device, limits, scopes}``."""
    limits = {"changes": hello.limits.changes, "page": hello.limits.page, "bytes": hello.limits.body_bytes}
    return dump(
        {
            "server": hello.server,
            "now": hello.now_ms,
            "protocol": [hello.oldest_protocol, hello.newest_protocol],
            "user": hello.user,
            "device": hello.device,
            "limits": limits,
            "scopes": [_offer(scope) for scope in hello.scopes],
        }
    )


def load_hello(body: bytes) -> Hello:
    """Read what a server says of itself.

    Raises:
        Malformed: it breaks the protocol.
    """
    record = record_of(load(body))
    protocol = list_of(record, "protocol", 2)
    if len(protocol) != 2 or not all(type(each) is int for each in protocol):
        raise Malformed("“protocol” is not the oldest and the newest one")
    limits = object_of(record, "limits", MAX_ITEMS)
    return Hello(
        server=text_of(record, "server"),
        now_ms=number_of(record, "now"),
        oldest_protocol=protocol[0],
        newest_protocol=protocol[1],
        user=text_of(record, "user"),
        device=text_of(record, "device"),
        scopes=tuple(_load_offer(each) for each in list_of(record, "scopes", MAX_SCOPES)),
        limits=Limits(number_of(limits, "changes"), number_of(limits, "page"), number_of(limits, "bytes")),
    )


def dump_heads(heads: Mapping[str, int]) -> bytes:
    """Write ``{scope: head}``."""
    return dump(heads)


def load_heads(body: bytes) -> dict[str, int]:
    """Read the heads of a live hint.

    Raises:
        Malformed: it breaks the protocol.
    """
    record = record_of(load(body))
    return {scope: number_of(record, scope) for scope in record}


def dump_digest(digest: Mapping[str, Sequence[bytes]]) -> bytes:
    """Write ``{kind: [256 hex]}``."""
    return dump({kind: [each.hex() for each in buckets] for kind, buckets in digest.items()})


def load_digest(body: bytes) -> dict[str, list[bytes]]:
    """Read the buckets of every kind.

    Raises:
        Malformed: it breaks the protocol.
    """
    record = record_of(load(body))
    digest = {kind: [digest_of(each) for each in list_of(record, kind, BUCKETS)] for kind in record}
    if any(len(buckets) != BUCKETS for buckets in digest.values()):
        raise Malformed(f"a kind has {BUCKETS} buckets")
    return digest


def dump_digest_of(entities: Mapping[bytes, bytes]) -> bytes:
    """Write ``{id: digest}``."""
    return dump({entity.hex(): digest.hex() for entity, digest in entities.items()})


def load_digest_of(body: bytes) -> dict[bytes, bytes]:
    """Read the digests of one bucket.

    Raises:
        Malformed: it breaks the protocol.
    """
    return {digest_of(entity): digest_of(digest) for entity, digest in record_of(load(body)).items()}


def _hex(chain: bytes) -> bytes:
    return chain.hex().encode()


def _cursor(cursor: Cursor) -> dict[str, Any]:
    return {"history": cursor.history, "seq": cursor.seq, "chain": cursor.chain.hex()}


def _load_cursor(record: dict[str, Any]) -> Cursor:
    return Cursor(text_of(record, "history"), number_of(record, "seq"), chain_of(record))


def _refusable(record: Any) -> Version:
    return _real(record_of(record).get("v"))


def _real(text: Any) -> Version:
    version = version_of(text)
    if version == NONE:
        raise Malformed("a version is missing")
    return version


def _ack(pair: Any) -> tuple[Version, int]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise Malformed("an ack is a version and its place in the log")
    return _real(pair[0]), number_of({"seq": pair[1]}, "seq")


def _offer(offer: ScopeOffer) -> dict[str, Any]:
    return {
        "scope": offer.scope,
        "workspace": offer.workspace,
        "user": offer.user,
        "history": offer.history,
        "head": offer.head,
        "role": offer.role,
    }


def _load_offer(value: Any) -> ScopeOffer:
    record = record_of(value)
    role = text_of(record, "role")
    if role not in _ROLES:
        raise Malformed(f"no such role: {role!r}")
    return ScopeOffer(
        scope=text_of(record, "scope"),
        workspace=text_of(record, "workspace"),
        user=None if record.get("user") is None else text_of(record, "user"),
        history=text_of(record, "history"),
        head=number_of(record, "head"),
        role=cast("Role", role),
    )
