"""One scope behind the product's ledger, and changes to push into it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sync.engine.conflict_records import KIND, Author
from sync.protocol.change import Change, Value
from sync.protocol.messages import Cursor, Limits, Push, PushAnswer
from sync.protocol.version import NONE, Version, pack
from sync.server.log.ledger import push
from tests.simulation.memory_log import MemoryTransaction, Table

ENTITY = bytes(range(16))
PHONE, LAPTOP = Author("phone", "ann"), Author("laptop", "ann")


def v(number: int) -> Version:
    return pack(1_000 + number, 0, number)


def an_edit(
    number: int, *, by: Author = PHONE, entity: bytes = ENTITY, base: int | None = None, **fields: Value
) -> Change:
    seen = NONE if base is None else v(base)
    fields = fields or {"name": number}
    return Change(v(number), "client", entity, fields, dict.fromkeys(fields, seen), "set", v(number), 1, *by, 1, 7)


def a_deletion(number: int, *, by: Author = PHONE, **seen: int) -> Change:
    base = {name: v(at) for name, at in seen.items()}
    return replace(an_edit(number, by=by), fields={}, base=base, op="del")


def grouped(*changes: Change) -> list[Change]:
    group = min(change.version for change in changes)
    return [replace(change, group=group, group_size=len(changes)) for change in changes]


def partial(change: Change, **fields: Value) -> Change:
    fields = fields or dict(change.fields)
    base = change.base if change.op == "del" else dict.fromkeys(fields, NONE)
    return replace(change, fields=fields if change.op == "set" else {}, base=base, partial=True)


@dataclass
class Book:
    """A scope and another one beside it."""

    table: Table
    other: Table

    def push(
        self, *changes: Change, by: Author = PHONE, cursor: Cursor | None = None, limits: Limits | None = None
    ) -> PushAnswer:
        tx = MemoryTransaction({"one": self.table, "other": self.other}, self.table)
        answer = push(tx, Push(cursor or Cursor(), changes), by, limits)
        tx.commit()
        return answer

    @property
    def log(self) -> list[Change]:
        return [logged.change for logged in self.table.log]

    @property
    def versions(self) -> list[Version]:
        return [change.version for change in self.log if change.kind != KIND]

    @property
    def conflicts(self) -> list[Mapping[str, Value]]:
        return [held.values for (kind, _), held in self.table.entities.items() if kind == KIND]

    def named(self, entity: bytes = ENTITY) -> Value:
        return self.table.entities["client", entity].values.get("name")
