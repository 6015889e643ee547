"""The second thousand worlds, in a file of their own so that two workers share them."""

import pytest

from tests.simulation.runs import CHUNK, play_all


@pytest.mark.parametrize("first", range(1_000, 2_000, CHUNK))
def test_every_promise_is_kept_in_every_world(first: int) -> None:
    outcome = play_all(range(first, first + CHUNK))

    assert outcome.failed == 0, outcome.line()
    assert outcome.seeds == CHUNK
