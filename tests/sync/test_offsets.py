"""How far the clocks are apart: learnt from several answers, forgotten when the machine's clock is set."""

from hypothesis import given
from hypothesis import strategies as st

from sync.client.offsets import Offsets

DAYS = st.integers(-10, 10).map(lambda days: days * 86_400_000)


def learnt(offsets: Offsets, *, ahead_ms: int, there_ms: int, back_ms: int, mono_ms: int, skew_ms: int = 0) -> int:
    """Ask a server that is ahead of true time, on a machine whose wall clock differs from its monotonic one by a skew."""
    received = mono_ms + there_ms + back_ms
    return offsets.learn(
        server_ms=mono_ms + there_ms + ahead_ms, wall_ms=received + skew_ms, sent_ms=mono_ms, received_ms=received
    )


@given(DAYS, DAYS, st.integers(0, 30_000), st.integers(0, 30_000))
def test_one_answer_tells_the_offset_within_half_its_time(ahead: int, skew: int, there: int, back: int) -> None:
    found = learnt(Offsets(), ahead_ms=ahead, there_ms=there, back_ms=back, mono_ms=5_000, skew_ms=skew)

    assert abs(found - (ahead - skew)) <= (there + back) // 2 + 1


def test_a_slow_answer_or_two_among_five_change_nothing() -> None:
    offsets = Offsets()
    delays = (10, 20_000, 10, 10, 29_000)
    found = [
        learnt(offsets, ahead_ms=60_000, there_ms=10, back_ms=back, mono_ms=at * 300_000)
        for at, back in enumerate(delays)
    ]

    assert found[-1] == 60_000


def test_only_the_last_five_answers_count() -> None:
    offsets = Offsets()
    for at in range(5):
        learnt(offsets, ahead_ms=0, there_ms=0, back_ms=0, mono_ms=at)

    assert [learnt(offsets, ahead_ms=700, there_ms=0, back_ms=0, mono_ms=9) for _ in range(3)] == [0, 0, 700]


def test_when_the_clock_is_set_what_was_learnt_before_is_forgotten() -> None:
    offsets = Offsets()
    for at in range(5):
        learnt(offsets, ahead_ms=0, there_ms=0, back_ms=0, mono_ms=at, skew_ms=-3_600_000)

    assert learnt(offsets, ahead_ms=0, there_ms=0, back_ms=0, mono_ms=9, skew_ms=0) == 0
