"""When the next round is due: laws over a clock the test holds in its hand, no waiting."""

from math import inf

import pytest

from sync.client.backoff import CEILING_S, FLOOR_S, LONGEST_RETRY_AFTER_S, BackOff
from sync.client.failures import Failure, NotAServer, Throttled, TooOld, Unauthorised, Unreachable, Untrusted
from sync.client.schedule import EVERY_S, GATHERING_S, SETTLING_S, Schedule


def schedule(*, dice: float = 0.5, synced_at: float | None = 1_000.0) -> Schedule:
    made = Schedule(BackOff(lambda: dice))
    if synced_at is not None:
        made.begin(synced_at)
        made.succeed(synced_at)
    return made


def test_first_round_is_due_at_once() -> None:
    assert schedule(synced_at=None).due <= 0


def test_next_round_is_due_after_five_minutes_without_any_reason() -> None:
    assert schedule().due == 1_000.0 + EVERY_S


def test_commit_after_quiet_goes_at_once() -> None:
    plan = schedule()
    plan.committed(1_100.0)

    assert plan.due == 1_100.0 + SETTLING_S


def test_commits_close_together_go_in_one_round() -> None:
    plan = schedule()
    plan.committed(1_100.0)
    plan.begin(1_100.03)
    for tenths in range(3):
        plan.committed(1_100.05 + tenths / 10)
    plan.succeed(1_100.06)

    assert plan.due == 1_100.03 + GATHERING_S


def test_commit_during_a_round_wants_another_one() -> None:
    plan = schedule()
    plan.begin(2_000.0)
    plan.committed(2_000.1)
    plan.succeed(2_005.0)

    assert plan.due == 2_000.0 + GATHERING_S


def test_commits_never_put_a_round_off() -> None:
    plan = schedule()
    plan.committed(1_100.0)
    due = plan.due
    plan.committed(1_100.02)

    assert plan.due == due


def test_commit_waits_while_the_server_cannot_be_reached() -> None:
    plan = schedule()
    plan.begin(1_100.0)
    plan.fail(1_100.0, Unreachable())
    due = plan.due
    plan.committed(1_100.1)

    assert plan.due == due > 1_100.1


@pytest.mark.parametrize("told", ["network_returned", "demanded", "hinted"])
def test_failure_is_forgotten_when_there_is_hope(told: str) -> None:
    plan = schedule()
    plan.begin(1_100.0)
    plan.fail(1_100.0, Unreachable())
    getattr(plan, told)(1_100.1)

    assert plan.due == 1_100.1


@pytest.mark.parametrize("told", ["network_returned", "hinted", "committed"])
def test_throttled_waits_whatever_happens(told: str) -> None:
    plan = schedule()
    plan.begin(1_100.0)
    plan.fail(1_100.0, Throttled(60.0))
    getattr(plan, told)(1_100.1)

    assert plan.due >= 1_160.0


def test_person_may_ask_even_when_throttled() -> None:
    plan = schedule()
    plan.begin(1_100.0)
    plan.fail(1_100.0, Throttled(60.0))
    plan.demanded(1_101.0)

    assert plan.due == 1_101.0


def test_person_who_asked_during_a_round_that_failed_gets_another_one() -> None:
    plan = schedule()
    plan.begin(1_100.0)
    plan.demanded(1_100.5)
    plan.fail(1_101.0, Unreachable())

    assert plan.due == 1_101.0


def test_success_after_failures_lets_commits_through_again() -> None:
    plan = schedule()
    plan.begin(1_100.0)
    plan.fail(1_100.0, Throttled(1.0))
    plan.begin(1_200.0)
    plan.succeed(1_200.0)
    plan.committed(1_300.0)

    assert plan.due == 1_300.0 + SETTLING_S


@pytest.mark.parametrize("failure", [Unauthorised(), TooOld(), Untrusted(), NotAServer()])
def test_what_only_a_person_can_mend_is_not_tried_often(failure: Failure) -> None:
    plan = schedule(dice=0.0)
    plan.begin(1_100.0)
    plan.fail(1_100.0, failure)

    assert plan.due == 1_100.0 + EVERY_S


def test_hints_and_commits_alone_may_mean_nothing() -> None:
    plan, found = schedule(), []
    for tell in (plan.hinted, plan.committed, plan.hinted, plan.demanded, plan.committed, plan.begin):
        tell(1_100.0)
        found.append(plan.is_doubtful)

    assert found == [True, True, True, False, False, False]


def test_round_that_is_due_anyway_is_not_in_doubt() -> None:
    plan = schedule()
    plan.committed(1_000.0 + EVERY_S)

    assert not plan.is_doubtful


def test_hint_during_a_round_wants_another_look() -> None:
    plan = schedule()
    plan.begin(1_100.0)
    assert plan.due == inf
    plan.hinted(1_100.1)
    plan.succeed(1_100.2)

    assert plan.is_doubtful
    assert plan.due == 1_100.1


def test_next_round_after_one_in_doubt_is_certain() -> None:
    plan = schedule()
    plan.hinted(1_100.0)
    plan.begin(1_100.0)
    plan.succeed(1_100.0)

    assert not plan.is_doubtful


@pytest.mark.parametrize(
    ("dice", "waits"), [(0.0, [1.0] * 11), (0.999999, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])]
)
def test_waits_grow_to_five_minutes_and_never_fall_below_a_second(dice: float, waits: list[float]) -> None:
    back_off = BackOff(lambda: dice)

    assert [back_off.fail() for _ in waits] == pytest.approx(waits, abs=0.001)


def test_success_makes_waits_short_again() -> None:
    back_off = BackOff(lambda: 0.999)
    for _ in range(20):
        assert FLOOR_S <= back_off.fail() <= CEILING_S
    back_off.succeed()

    assert back_off.fail() < 2


def test_retry_after_is_never_undercut_and_spread_out() -> None:
    assert BackOff(lambda: 0.0).fail(60.0) == 60.0
    assert 60.0 < BackOff(lambda: 0.9).fail(60.0) < 62.0


def test_server_cannot_send_a_device_away_for_good() -> None:
    assert BackOff(lambda: 0.0).fail(1e12) == LONGEST_RETRY_AFTER_S


def test_system_dice_are_fair_enough() -> None:
    waits = set()
    for _ in range(20):
        back_off = BackOff()
        waits.add(back_off.fail())

    assert len(waits) > 10
    assert all(1.0 <= wait < 2.0 for wait in waits)
