"""Objects of a snapshot as JSON and back: values, and the versions of them in their shortest form.

``{k, i, f: {name: value}, c: common version, v: {name: version that differs}, n: {name: seen}, x: newest deletion}``;
``v``, ``n`` and ``x`` only where there is something to say.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sync.protocol.change import MAX_FIELDS, Malformed, Value, entity_from_wire, values_from_wire
from sync.protocol.fields import chain_of, list_of, number_of, object_of, record_of, text_of, version_of
from sync.protocol.messages import Cursor, ObjectPage, ObjectState
from sync.protocol.version import NONE, Version
from sync.protocol.wire import MAX_ITEMS, dump, load

MAX_TOKEN = 1_000
# An object all of whose fields have one version says no more than kind, id, values and that.
_USUAL = 4


def dump_object(
    kind: str,
    entity: bytes,
    values: Mapping[str, Value],
    fields: Mapping[str, Version],
    seen: Mapping[str, Version],
    deleted: Version,
) -> bytes:
    """Write one object. Every value has a version."""
    versions = set(fields.values())
    common = versions.pop() if len(versions) == 1 else _commonest(fields)
    record: dict[str, Any] = {"k": kind, "i": entity.hex(), "f": values, "c": common.hex()}
    if versions:
        record["v"] = {name: version.hex() for name, version in fields.items() if version != common}
    if seen:
        record["n"] = {name: version.hex() for name, version in seen.items()}
    if deleted:
        record["x"] = deleted.hex()
    return dump(record)


def load_object(value: Any) -> ObjectState:
    """Read one object from its JSON.

    Raises:
        Malformed: it breaks the protocol.
    """
    record = record_of(value)
    try:
        entity, values, kind = (
            entity_from_wire(record.get("i")),
            values_from_wire(record.get("f")),
            text_of(record, "k"),
        )
    except (ValueError, TypeError) as error:
        raise Malformed(str(error)) from error
    common = version_of(record.get("c"))
    fields = dict.fromkeys(values, common)
    if len(record) == _USUAL and common:
        return ObjectState(kind, entity, values, fields)
    differing = _versions(record, "v")
    if not differing.keys() <= fields.keys() or (fields and NONE in (common, *differing.values())):
        raise Malformed("a value and its version do not go together")
    fields.update(differing)
    return ObjectState(kind, entity, values, fields, _versions(record, "n"), version_of(record.get("x", "")))


def read_object(body: bytes) -> ObjectState:
    """Read one object that was written by ``dump_object`` into a place of trust: without checking it again."""
    record = load(body)
    common = bytes.fromhex(record["c"])
    fields = dict.fromkeys(record["f"], Version(common))
    if "v" in record:
        fields.update((name, Version(bytes.fromhex(text))) for name, text in record["v"].items())
    seen = {name: Version(bytes.fromhex(text)) for name, text in record.get("n", {}).items()}
    deleted = Version(bytes.fromhex(record.get("x", "")))
    return ObjectState(record["k"], bytes.fromhex(record["i"]), record["f"], fields, seen, deleted)


def join_objects(objects: Sequence[bytes], at: Cursor, after: str | None) -> bytes:
    """Write ``{objects, at, after}`` from objects that are written already."""
    place = {"history": at.history, "seq": at.seq, "chain": at.chain.hex()}
    return b'{"objects":[%b],"at":%b,"after":%b}' % (b",".join(objects), dump(place), dump(after))


def dump_objects(page: ObjectPage) -> bytes:
    """Write a page of a snapshot."""
    objects = [dump_object(o.kind, o.entity, o.values, o.fields, o.seen, o.deleted) for o in page.objects]
    return join_objects(objects, page.at, page.after)


def load_objects(body: bytes) -> ObjectPage:
    """Read a page of a snapshot.

    Raises:
        Malformed: it breaks the protocol.
    """
    record = record_of(load(body))
    place = object_of(record, "at", MAX_ITEMS)
    return ObjectPage(
        objects=[load_object(each) for each in list_of(record, "objects", MAX_ITEMS)],
        at=Cursor(text_of(place, "history"), number_of(place, "seq"), chain_of(place)),
        after=None if record.get("after") is None else text_of(record, "after", MAX_TOKEN),
    )


def dump_place(cursor: Cursor) -> str:
    """Write ``SEQ:CHAIN``, as a question for the next page of a snapshot repeats it."""
    return f"{cursor.seq}:{cursor.chain.hex()}"


def load_place(text: str) -> Cursor:
    """Read ``SEQ:CHAIN``.

    Raises:
        Malformed: it is none.
    """
    seq, colon, chain = text.partition(":")
    if not colon or not seq.isascii() or not seq.isdigit() or len(seq) > 18:
        raise Malformed("a place in a log is SEQ:CHAIN")
    return Cursor("", int(seq), chain_of({"chain": chain}))


def _versions(record: dict[str, Any], key: str) -> dict[str, Version]:
    return {name: version_of(text) for name, text in object_of(record, key, MAX_FIELDS).items()}


def _commonest(fields: Mapping[str, Version]) -> Version:
    counts = Counter(fields.values())
    return max(counts, key=lambda version: (counts[version], version)) if counts else NONE
