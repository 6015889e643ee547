"""Conflicts in small stories, one of each kind."""

from sync.protocol.change import DELETION
from tests.support.replicas import Step, World, played

E = bytes([1]) * 16
MADE = [Step("write", 0, 1, ("name",), 1), Step("push", 0, 1), Step("pull", 1, 1, value=9)]


def found(world: World) -> list[tuple[str, object, object]]:
    world.settle()
    return [(c.field, c.winning, c.losing) for conflicts in world.conflicts for c in conflicts]


def test_two_edits_of_one_field_conflict() -> None:
    world = played([*MADE, Step("write", 0, 1, ("name",), 2), Step("write", 1, 1, ("name",), 3)])

    assert found(world) == [("name", 2, 3)]
    assert world.states[E][0] == {"name": 2}


def test_the_same_value_said_twice_is_no_conflict() -> None:
    assert found(played([*MADE, Step("write", 0, 1, ("name",), 2), Step("write", 1, 1, ("name",), 2)])) == []


def test_edits_of_different_fields_do_not_conflict() -> None:
    assert found(played([*MADE, Step("write", 0, 1, ("name",), 2), Step("write", 1, 1, ("note",), 3)])) == []


def test_an_edit_that_reaches_the_log_before_an_unaware_deletion_stays_and_conflicts() -> None:
    world = played([*MADE, Step("write", 0, 1, ("name",), 2), Step("push", 0, 1), Step("delete", 1, 1)])

    assert found(world) == [(DELETION, None, None)]
    assert world.states[E][1].alive


def test_an_edit_that_reaches_the_log_after_a_deletion_it_did_not_know_revives_and_conflicts() -> None:
    world = played([*MADE, Step("delete", 1, 1), Step("push", 1, 1), Step("write", 0, 1, ("note",), 2)])

    assert found(world) == [(DELETION, None, None)]
    assert world.states[E][1].alive


def test_bringing_back_what_was_deleted_is_no_conflict() -> None:
    world = played([*MADE, Step("delete", 1, 1), Step("push", 1, 1), Step("pull", 0, 1, value=9), Step("revive", 0, 1)])

    assert found(world) == []
    assert world.states[E][1].alive


def test_a_deletion_is_contested_only_once() -> None:
    # Two devices edited without knowing of the deletion; the first edit already revived what the second one finds alive.
    edits = [Step("write", 0, 1, ("note",), 2), Step("push", 0, 1), Step("write", 2, 1, ("tag:1",), 3)]
    world = played([*MADE, Step("pull", 2, 1, value=9), Step("delete", 1, 1), Step("push", 1, 1), *edits])

    assert found(world) == [(DELETION, None, None)]


def test_a_deletion_is_not_contested_by_what_another_deletion_had_covered() -> None:
    # The second deletion knew less than the first, but everything it did not know was already gone.
    edited = [Step("write", 0, 1, ("name",), 2), Step("delete", 0, 1), Step("push", 0, 1)]
    world = played([*MADE, *edited, Step("delete", 1, 1)])

    assert found(world) == []
    assert not world.states[E][1].alive


def test_two_deletions_do_not_conflict() -> None:
    world = played([*MADE, Step("delete", 0, 1), Step("delete", 1, 1)])

    assert found(world) == []
    assert not world.states[E][1].alive


def test_an_old_edit_that_changes_nothing_any_more_does_not_contest_a_deletion() -> None:
    # The deletion had seen a newer value of the field than the late edit brings.
    late = Step("write", 1, 1, ("name",), 5)
    newer = [Step("time", 0, 1, value=3), Step("write", 0, 1, ("name",), 6), Step("delete", 0, 1), Step("push", 0, 1)]
    world = played([*MADE, late, *newer])

    assert found(world) == [("name", 6, 5)]
    assert not world.states[E][1].alive


def test_one_and_true_are_different_values() -> None:
    world = played(MADE)
    world.replicas[0].write(world, E, {"name": 7})
    world.replicas[1].write(world, E, {"name": 7.0})

    assert len(found(world)) == 1


def test_a_log_that_repeats_a_deletion_does_not_conflict_with_itself() -> None:
    world = played(
        [*MADE, Step("write", 0, 1, ("name",), 2), Step("push", 0, 1), Step("delete", 1, 1), Step("push", 1, 1)]
    )
    world.replicas[1].pending = [world.log[-1]]

    assert len(found(world)) == 1
