"""The end of a world: everything works again, and what must be true by then."""

from collections.abc import Mapping

from sync.client.scope_round import Bounds
from sync.protocol.version import Version
from tests.simulation.memory_log import Table
from tests.simulation.memory_shelf import Shelf
from tests.simulation.network import Weather
from tests.simulation.oracles_conflicts import check_conflicts
from tests.simulation.oracles_device import check_digest, check_equal, check_file, check_history
from tests.simulation.oracles_log import check_deletions, check_once, check_state
from tests.simulation.service import digest_of_table
from tests.simulation.truth import Broken
from tests.simulation.vocabulary import SCOPES, USERS, WORKSPACE, own_scope
from tests.simulation.world import Pace, World

# Beside those in which a new device reads, page by page, what was there before it.
MOST_ROUNDS = 12


def heal(world: World) -> None:
    """Let everything work, let all devices come to rest, and look at everything.

    Raises:
        Broken: a promise was broken.
    """
    _mend(world)
    survivors = _survivors(world)
    _rest(world)
    tables = world.service.tables
    check_once(tables)
    _check_survivors(world, survivors)
    for table in tables.values():
        check_state(table)
        check_deletions(table, world.truth)
        check_conflicts(table, world.truth)
    for device in world.devices:
        device.checked = {}
        check_file(device, world.truth)
        check_equal(device, tables)
        check_history(device, tables)
    _check_digests(world)


def _check_digests(world: World) -> None:
    """Compare one device's digests with the server's: they are dear, and there are many seeds."""
    scope = world.dice.choice(SCOPES)
    digest = digest_of_table(world.service.tables[scope])
    check_digest(world.dice.choice(world.devices), scope, world.service.tables[scope], digest)


def _mend(world: World) -> None:
    world.say("everything works again")
    world.network.weather = Weather()
    world.network.cut_off.clear()
    world.network.under_way.clear()
    world.crash_rate = world.chatter = world.service.crash_rate = 0.0
    if world.dice.random() < 0.7:
        for user in USERS:
            world.service.grants[user, WORKSPACE] = world.service.grants[user, own_scope(user)] = "member"
    for device in world.devices:
        # As many pages in a round as it takes: what is counted is how often devices have to hear of one another.
        device.restart(Bounds())
        if device.store.schema == 1:
            device.store.upgrade(2)
        if world.dice.random() < 0.5:
            device.clock.skew_ms = 0


def _survivors(world: World) -> set[tuple[str, Version]]:
    """Return what some file or log holds that can be brought to the server, by whoever may still write."""
    held = {(scope, logged.change.version) for scope, table in world.service.tables.items() for logged in table.log}
    for device in world.devices:
        for scope, shelf in device.store.shelves.items():
            if world.service.grants.get((device.user, scope)) == "member":
                held |= {(scope, version) for version in _held(shelf)}
    return held


def _held(shelf: Shelf) -> set[Version]:
    """Return the versions a file holds a record of, or shows without one, save what was refused."""
    held = {version for version, _ in shelf.log}
    for _, (_, stamps) in shelf.all_entities():
        held.update(stamps.fields.values(), (stamps.deleted,) if stamps.deleted else ())
    return held - {version for version, _ in shelf.quarantined}


def _rest(world: World) -> None:
    """Let all devices do rounds until none has anything to do; they must come to rest, and stay there."""
    restless = 0
    while restless <= MOST_ROUNDS:
        world.now += 1_000
        paces = {world.sync(device) for device in world.devices}
        if paces == {Pace.CALM}:
            return
        restless += Pace.BUSY in paces
    raise Broken("unrest", f"still busy after {MOST_ROUNDS} rounds of everyone")


def _check_survivors(world: World, survivors: set[tuple[str, Version]]) -> None:
    tables: Mapping[str, Table] = world.service.tables
    for scope, version in survivors:
        if version in world.truth.too_large:
            continue
        if version not in tables[scope].originals and version not in tables[scope].partials:
            raise Broken("lost", f"{version.hex()} was held by somebody and is not in the log of {scope[-4:]}")
