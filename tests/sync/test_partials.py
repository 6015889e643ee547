"""Partial changes stand in for what is not held; joining states takes in snapshots."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync.engine.merge import apply, begin, join
from sync.engine.partials import agree, covers, joined, partials
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, from_wire, to_wire
from sync.protocol.version import NONE, Version, pack
from tests.support.replicas import State, Step, World, played
from tests.sync.test_merge_laws import STEPS, merged

ENTITY = bytes(range(16))
V, EARLY, LATE = pack(5, 0, 0), pack(1, 0, 0), pack(3, 0, 0)


def settled(steps: list[Step]) -> World:
    world = played(steps)
    world.settle()
    return world


def original(**fields: int) -> Change:
    return Change(V, "client", ENTITY, dict(fields), dict.fromkeys(fields, EARLY), "set", V, 1, "d", "u", 1, 0)


def part(**fields: int) -> Change:
    return replace(original(**fields), partial=True, base=dict.fromkeys(fields, NONE))


def deletion(*, partial: bool = False, **seen: Version) -> Change:
    return replace(original(), fields={}, base=dict(seen), op="del", partial=partial)


@given(STEPS)
def test_the_partial_changes_of_a_state_give_that_state(steps: list[Step]) -> None:
    world = settled(steps)

    for entity, (values, stamps) in world.states.items():
        assert merged(partials("thing", entity, values, stamps), entity) == (values, stamps)


@given(STEPS)
def test_partial_changes_are_read_from_the_wire_and_are_groups_of_their_own(steps: list[Step]) -> None:
    world = settled(steps)

    for entity, (values, stamps) in world.states.items():
        for change in partials("thing", entity, values, stamps):
            assert from_wire(to_wire(change)) == change
            assert (change.group, change.group_size, change.partial) == (change.version, 1, True)


@given(STEPS)
def test_an_original_covers_and_agrees_with_every_part_of_it(steps: list[Step]) -> None:
    world = settled(steps)
    originals = {change.version: change for change in world.log}

    for entity, (values, stamps) in world.states.items():
        for change in partials("thing", entity, values, stamps):
            whole = originals[change.version]
            assert agree(change, whole)
            assert agree(whole, change)
            assert not covers(change, whole)
            assert covers(whole, change) or change.op == "del"


@given(STEPS, STEPS)
def test_joining_two_states_is_taking_in_the_changes_of_both(steps: list[Step], more: list[Step]) -> None:
    log = settled(steps + more).log
    dice = random.Random(len(log))
    one, other = (dice.sample(log, dice.randint(0, len(log))) for _ in range(2))

    for entity in {change.entity for change in log}:
        states: list[State] = [merged(one, entity), merged(other, entity)]
        both = join(*states)
        assert both == join(*reversed(states)) == join(both, states[0]) == merged(one + other, entity)


@given(STEPS)
def test_the_first_change_of_an_entity_begins_it_as_merging_would(steps: list[Step]) -> None:
    for change in settled(steps).log:
        if change.op == "set":
            after = apply({}, Stamps(), change)
            assert begin(change) == (after.values, after.stamps)


def test_a_part_covers_what_says_no_more() -> None:
    assert covers(part(name=1, note=2), part(name=1))
    assert not covers(part(name=1), part(name=1, note=2))
    assert covers(original(name=1), part(name=1))
    assert not covers(part(name=1), original(name=1))
    assert covers(original(name=1), original(name=1))


def test_a_deletion_covers_one_that_had_seen_no_more() -> None:
    assert covers(deletion(name=LATE), deletion(partial=True, name=EARLY))
    assert not covers(deletion(name=EARLY), deletion(partial=True, name=LATE))
    assert not covers(deletion(name=EARLY), deletion(partial=True, note=EARLY))
    assert covers(deletion(name=EARLY), replace(deletion(partial=True), base={DELETION: LATE}))


def test_records_of_one_version_agree_on_what_both_say() -> None:
    assert agree(part(name=1), part(note=2))
    assert agree(part(name=1), original(name=1, note=2))
    assert not agree(part(name=1), part(name=2))
    assert not agree(part(name=1, more=3), original(name=1))
    assert not agree(original(name=1), original(name=1, note=2))
    assert not agree(original(name=1), replace(original(name=1), base={"name": LATE}))
    assert not agree(original(name=1), replace(original(name=1), entity=bytes(16)))
    assert not agree(original(name=1), deletion())


def test_a_base_that_is_left_out_is_the_same_as_none() -> None:
    assert agree(replace(original(name=1), base={"name": NONE}), replace(original(name=1), base={}))


@given(st.dictionaries(st.sampled_from("abc"), st.just(1)), st.dictionaries(st.sampled_from("abc"), st.just(1)))
def test_joined_parts_cover_both(one: dict[str, int], other: dict[str, int]) -> None:
    both = joined(part(**one), part(**other))

    assert covers(both, part(**one))
    assert covers(both, part(**other))
    assert both.fields == one | other


def test_joined_deletions_cover_both() -> None:
    one, other = deletion(partial=True, a=EARLY, b=LATE), deletion(partial=True, a=LATE, c=EARLY)

    assert joined(one, other).base == {"a": LATE, "b": LATE, "c": EARLY}
