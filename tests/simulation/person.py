"""What a person does on a device: adds, edits, deletes, brings back, several things at once, and answers conflicts."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from sync.engine.stamps import Stamps
from sync.protocol.change import Value
from tests.simulation.device import Device
from tests.simulation.memory_shelf import Shelf
from tests.simulation.vocabulary import CONFLICT, LARGE, SHAPES, Write, a_value, kinds

Entities = list[tuple[tuple[str, bytes], tuple[dict[str, Value], Stamps]]]


class Person:
    """Chooses something to do; what can be done depends on what the device shows."""

    def __init__(self, dice: random.Random, largest: int, say: Callable[..., None]) -> None:
        self.dice, self._largest, self._say = dice, largest, say

    def act(self, device: Device) -> None:
        open_to = [
            scope
            for scope, shelf in device.store.shelves.items()
            if shelf.state.phase != "revoked" and shelf.state.offer.writable
        ]
        if not open_to:
            return
        scope = self.dice.choice(open_to)
        writes = self._choose(device, scope)
        if writes:
            device.write(scope, writes, self.dice)
            self._say(device.name, "writes in", scope[-4:], *writes)

    def _choose(self, device: Device, scope: str) -> list[Write]:
        dice, shelf = self.dice, device.store.shelves[scope]
        shown = [(key, one) for key, one in shelf.entities.items() if key[0] != CONFLICT]
        what = dice.random()
        if not shown or what < 0.2:
            return [self._new(device, scope)]
        if what < 0.68:
            return self._edit(device, shelf, shown)
        if what < 0.80:
            return self._delete(shelf, shown)
        if what < 0.85:
            return self._revive(shown)
        if what < 0.94:
            return self._several(device, scope, shown)
        return self._answer(device, scope)

    def _new(self, device: Device, scope: str) -> Write:
        kind = self.dice.choice(kinds(scope, device.store.schema))
        names = SHAPES[kind].known(device.store.schema)
        return Write(kind, self.dice.randbytes(16), {name: a_value(self.dice, name) for name in names})

    def _edit(self, device: Device, shelf: Shelf, shown: Entities) -> list[Write]:
        living = [key for key, (_, stamps) in shown if stamps.alive]
        if not living:
            return []
        # The same few entities again and again, or there would be no conflicts.
        key = living[self.dice.randrange(min(3, len(living)))] if self.dice.random() < 0.7 else self.dice.choice(living)
        return self._edited(device, shelf, key)

    def _edited(self, device: Device, shelf: Shelf, key: tuple[str, bytes]) -> list[Write]:
        names = SHAPES[key[0]].known(device.store.schema)
        chosen = self.dice.sample(names, self.dice.randint(1, min(2, len(names))))
        fields = {name: a_value(self.dice, name) for name in chosen}
        if "notes" in fields and self.dice.random() < 0.01:
            fields["notes"] = LARGE
        return [Write(*key, fields), *_seen_by(shelf, key[1], fields)]

    def _delete(self, shelf: Shelf, shown: Entities) -> list[Write]:
        living = [key for key, (_, stamps) in shown if stamps.alive]
        return [Write(*self.dice.choice(living))] if living else []

    def _revive(self, shown: Entities) -> list[Write]:
        dead = [(key, values) for key, (values, stamps) in shown if not stamps.alive]
        if not dead:
            return []
        key, values = self.dice.choice(dead)
        return [Write(*key, dict(sorted(values.items())))] if values else []

    def _several(self, device: Device, scope: str, shown: Entities) -> list[Write]:
        """An import, a cascade, a change of many: one action over several entities."""
        dice, shelf = self.dice, device.store.shelves[scope]
        size = min(self._largest, dice.choice((2, 3, 5, 12, 30)))
        living = [key for key, (_, stamps) in shown if stamps.alive]
        chosen = dice.sample(living, min(len(living), size // 2))
        writes: dict[bytes, Write] = {}
        for key in chosen:
            for write in [Write(*key)] if dice.random() < 0.3 else self._edited(device, shelf, key):
                writes[write.entity] = write
        while len(writes) < size:
            made = self._new(device, scope)
            writes[made.entity] = made
        return list(writes.values())[: self._largest]

    def _answer(self, device: Device, scope: str) -> list[Write]:
        """Keep the winner of a conflict, or take the other value."""
        waiting = device.store.open_conflicts(scope)
        if not waiting:
            return []
        conflict, values = self.dice.choice(waiting)
        if values["field"] == "" or self.dice.random() < 0.5:
            return [Write(CONFLICT, conflict, {"state": "kept"})]
        return self._taken(device.store.shelves[scope], conflict, values)

    def _taken(self, shelf: Shelf, conflict: bytes, values: Mapping[str, Any]) -> list[Write]:
        import json

        key = values["kind"], bytes.fromhex(values["entity"])
        entity = shelf.entities.get(key)
        if entity is None or not entity[1].alive:
            return []
        fields = {values["field"]: json.loads(values["losing"])}
        others = [write for write in _seen_by(shelf, key[1], fields) if write.entity != conflict]
        return [Write(*key, fields), Write(CONFLICT, conflict, {"state": "taken"}), *others]


def _seen_by(shelf: Shelf, entity: bytes, fields: Mapping[str, Value]) -> list[Write]:
    """Return what closes the open conflicts of fields that somebody edits on: both versions are in this copy."""
    name = entity.hex()
    return [
        Write(CONFLICT, key[1], {"state": "seen"})
        for key, (values, _) in shelf.entities.items()
        if key[0] == CONFLICT
        and values.get("entity") == name
        and values.get("field") in fields
        and values.get("state") == "open"
    ]
