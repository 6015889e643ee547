"""The clock: whatever the machine's clock does, each write is later than every write before it and than all it saw."""

from hypothesis import given
from hypothesis import strategies as st

from sync.engine.clock import START, HybridTime, observe, tick
from sync.protocol.version import LATEST_MS, MAX_COUNTER, MAX_MS, pack

TIMES = st.builds(HybridTime, st.integers(0, LATEST_MS), st.integers(0, MAX_COUNTER))
WALLS = st.integers(-(10**6), 10**6) | st.integers(-(2**60), 2**60)


@given(TIMES, WALLS, st.integers(-(10**9), 10**9))
def test_each_tick_is_later_whatever_the_wall_clock_says(last: HybridTime, wall: int, offset: int) -> None:
    assert tick(last, wall, offset) > last


@given(st.lists(WALLS, min_size=1, max_size=30))
def test_a_clock_that_goes_back_still_gives_rising_versions(walls: list[int]) -> None:
    time, given_out = START, []
    for wall in walls:
        time = tick(time, wall)
        given_out.append(pack(*time, 0))

    assert given_out == sorted(set(given_out))


@given(TIMES, TIMES, WALLS)
def test_a_write_is_later_than_everything_seen(last: HybridTime, seen: HybridTime, wall: int) -> None:
    version = pack(*seen, 2**64 - 1)

    assert pack(*tick(observe(last, version), wall), 0) > version
    assert observe(last, version) >= last


@given(TIMES, st.integers(0, LATEST_MS))
def test_time_is_never_behind_the_corrected_wall_clock(last: HybridTime, wall: int) -> None:
    assert tick(last, wall).ms >= wall
    assert tick(last, wall - 500, 500) == tick(last, wall)


def test_the_counter_starts_anew_with_each_millisecond_and_carries_when_full() -> None:
    assert tick(HybridTime(5, 9), 6) == HybridTime(6, 0)
    assert tick(HybridTime(5, 9), 5) == HybridTime(5, 10)
    assert tick(HybridTime(5, MAX_COUNTER), 5) == HybridTime(6, 0)


def test_a_wall_clock_before_1970_or_beyond_all_time_does_no_harm() -> None:
    assert tick(START, -1) == HybridTime(0, 1)
    assert tick(START, 2**60).ms == LATEST_MS
    assert tick(HybridTime(LATEST_MS, MAX_COUNTER), 2**60).ms < MAX_MS
