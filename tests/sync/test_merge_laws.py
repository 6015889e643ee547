"""The merge law on random histories of three devices, against the set of all changes."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, Value
from sync.protocol.version import NONE, Version, pack
from tests.support.replicas import Step, World, naive, played

FIELDS = ("name", "note", "tag:1")
# All three know the entity before they drift apart, or most histories would say nothing.
SHARED = [Step("write", 0, 1, FIELDS, 1), Step("push", 0, 1), Step("pull", 1, 1, value=9), Step("pull", 2, 1, value=9)]
STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            ["write", "write", "write", "delete", "delete", "revive", "push", "push", "pull", "pull", "time"]
        ),
        st.integers(0, 2),
        st.sampled_from([1, 1, 1, 2]),
        st.lists(st.sampled_from(FIELDS), min_size=1, max_size=2, unique=True).map(tuple),
        st.integers(0, 3),
    ),
    max_size=40,
).map(lambda steps: SHARED + steps)


def merged(changes: list[Change], entity: bytes) -> tuple[dict[str, Value], Stamps]:
    values: dict[str, Value] = {}
    stamps = Stamps()
    for change in changes:
        if change.entity == entity:
            after = apply(values, stamps, change)
            values, stamps = after.values, after.stamps
    return values, stamps


def a_deletion(ms: int, **seen: int) -> Change:
    base = {name: pack(at, 0, 0) for name, at in seen.items()}
    return Change(pack(ms, 0, 0), "thing", bytes(16), {}, base, "del", pack(ms, 0, 0), 1, "d", "u", 1, 0)


def test_deletions_that_had_seen_different_things_add_up_in_any_order() -> None:
    one, other = a_deletion(9, name=3, note=1), a_deletion(8, name=2, note=4)
    expected = Stamps({}, {"name": pack(3, 0, 0), "note": pack(4, 0, 0)}, pack(9, 0, 0))

    assert merged([one, other], bytes(16))[1] == merged([other, one], bytes(16))[1] == expected


@given(STEPS, st.randoms(use_true_random=False))
def test_merge_ignores_order_and_duplicates(steps: list[Step], dice: random.Random) -> None:
    world = played(steps)
    world.settle()
    shuffled = world.log + world.log
    dice.shuffle(shuffled)

    for entity in world.states:
        assert merged(shuffled, entity) == merged(world.log, entity)


@given(STEPS)
def test_all_devices_end_equal_to_the_set_of_all_changes(steps: list[Step]) -> None:
    world = played(steps)
    world.settle()

    for entity in world.states:
        values, alive = naive(world.log, entity)
        for replica in world.replicas:
            mine, stamps = replica.state(entity)
            assert (mine, stamps.alive) == (values, alive)


@given(STEPS, st.integers(0, 100))
def test_merging_in_two_parts_is_merging_the_whole(steps: list[Step], cut: int) -> None:
    world = played(steps)
    world.settle()
    first, second = world.log[:cut], world.log[cut:]

    for entity in world.states:
        values, stamps = merged(first, entity)
        for change in second:
            if change.entity == entity:
                after = apply(values, stamps, change)
                values, stamps = after.values, after.stamps
        assert (values, stamps) == merged(world.log, entity)


@given(STEPS)
def test_a_deletion_hides_only_what_its_author_had_seen(steps: list[Step]) -> None:
    world = played(steps)
    world.settle()

    for change in world.log:
        _, stamps = world.states[change.entity]
        deletions = [c for c in world.log if c.op == "del" and c.entity == change.entity]
        if change.op == "set" and not any(change.version in world.had_seen[c.version] for c in deletions):
            shown = any(stamps.of(name) == change.version for name in change.fields)
            assert stamps.alive or not shown


def test_a_second_deletion_that_names_the_first_covers_the_same_fields() -> None:
    world = played([Step("write", 0, 1, ("name",), 1), Step("delete", 0, 1), Step("push", 0, 1)])
    first = world.log[-1]
    values, stamps = world.states[first.entity]
    again = replace(first, version=pack(2_000_000, 0, 1), base={**first.base, DELETION: first.version})

    after = apply(values, stamps, again)

    assert after.stamps == Stamps(stamps.fields, stamps.seen, again.version)


@given(STEPS)
def test_applying_leaves_what_was_given_alone(steps: list[Step]) -> None:
    world = played(steps)
    world.settle()

    for change in world.log:
        values, stamps = world.states[change.entity]
        before = (dict(values), Stamps(dict(stamps.fields), dict(stamps.seen), stamps.deleted))
        after = apply(values, stamps, change)
        after.values["new"], after.stamps.fields["new"] = 1, change.version
        assert (values, stamps) == before


@given(STEPS)
def test_the_fields_that_won_are_those_that_changed_their_version(steps: list[Step]) -> None:
    world = played(steps)
    values, stamps = dict[str, Value](), Stamps()
    for change in (c for c in world.log if c.entity == bytes([1]) * 16):
        after = apply(values, stamps, change)
        moved = {name for name in after.stamps.fields if after.stamps.of(name) != stamps.of(name)}
        assert after.won == moved
        values, stamps = after.values, after.stamps


@given(STEPS)
def test_no_base_is_newer_than_its_change_and_every_base_stands_earlier_in_the_log(steps: list[Step]) -> None:
    world = played(steps)
    world.settle()
    logged: set[Version] = {NONE}

    for change in world.log:
        assert all(seen < change.version for seen in change.base.values())
        assert set(change.base.values()) <= logged
        logged.add(change.version)


def oracle(world: World, place: int) -> set[tuple[str, Version, Version]]:
    """Return the conflicts (field, winner, loser) that the change at a place of the log makes, from what its author saw."""
    change, earlier = world.log[place], [c for c in world.log[:place] if c.entity == world.log[place].entity]
    seen = world.had_seen[change.version]
    current = {name: max(c.version for c in earlier if name in c.fields) for c in earlier for name in c.fields}
    covered = {
        name: max([NONE, *(c.base[name] for c in earlier if c.op == "del" and name in c.base)]) for name in current
    }
    deletions = [c.version for c in earlier if c.op == "del"]
    alive = any(version > covered[name] for name, version in current.items())
    found = set()
    if change.op == "del":
        unseen = [v for name, v in current.items() if v not in seen and v > covered[name]]
        return {(DELETION, max(unseen), change.version)} if unseen else set()
    for name, value in change.fields.items():
        theirs = next((c.fields[name] for c in earlier if c.version == current.get(name)), value)
        if name in current and current[name] not in seen and theirs != value:
            found.add((name, max(change.version, current[name]), min(change.version, current[name])))
    revives = any(change.version > covered.get(name, NONE) for name in change.fields)
    if deletions and not alive and revives and max(deletions) not in seen:
        found.add((DELETION, change.version, max(deletions)))
    return found


@given(STEPS)
def test_conflicts_are_exactly_what_two_said_without_having_seen_each_other(steps: list[Step]) -> None:
    world = played(steps)
    world.settle()

    for place, found in enumerate(world.conflicts):
        assert {(c.field, c.winner, c.loser) for c in found} == oracle(world, place)


@given(STEPS)
def test_a_conflict_tells_both_values_and_the_newer_is_shown(steps: list[Step]) -> None:
    world = played(steps)
    world.settle()
    values = {(c.version, name): value for c in world.log for name, value in c.fields.items()}

    for conflict in (c for found in world.conflicts for c in found if c.field != DELETION):
        assert conflict.winner > conflict.loser
        assert (conflict.winning, conflict.losing) == (
            values[conflict.winner, conflict.field], values[conflict.loser, conflict.field],
        )  # fmt: skip


@given(STEPS)
def test_devices_that_always_meet_never_conflict(steps: list[Step]) -> None:
    meeting: list[Step] = []
    for step in steps:
        meeting += [Step("pull", step.who, 1, value=999), step, Step("push", step.who, 1)]
    world = played(meeting)
    world.settle()

    assert [found for found in world.conflicts if found] == []
