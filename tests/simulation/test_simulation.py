"""The first thousand worlds, those that once failed, and the same world twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.runs import CHUNK, play, play_all

FROZEN: list[dict[str, object]] = json.loads(Path(__file__).with_name("frozen.json").read_text())


@pytest.mark.parametrize("first", range(0, 1_000, CHUNK))
def test_every_promise_is_kept_in_every_world(first: int) -> None:
    outcome = play_all(range(first, first + CHUNK))

    assert outcome.failed == 0, outcome.line()
    assert outcome.seeds == CHUNK


@pytest.mark.parametrize("seed", [int(str(one["seed"])) for one in FROZEN])
def test_a_world_that_once_failed_keeps_its_promises(seed: int) -> None:
    broken, _ = play(seed)

    assert broken is None


def test_worlds_are_as_eventful_as_they_are_meant_to_be() -> None:
    events = play_all(range(60)).events

    happened = {
        "clock", "clone", "conflict", "crash", "device restored", "diverged", "gone", "grant", "join", "partition",
        "round", "server restored", "torn group", "upgrade",
    }  # fmt: skip
    assert happened <= events.keys()


def test_a_seed_is_the_same_world_in_every_process() -> None:
    said = {_trace_in_a_process_of_its_own(hash_seed) for hash_seed in ("1", "2")}

    assert len(said) == 1


def _trace_in_a_process_of_its_own(hash_seed: str) -> str:
    command = [sys.executable, "-m", "tests.simulation", "3", "--first", "11", "--trace"]
    root = Path(__file__).parents[2]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=root, env={"PYTHONHASHSEED": hash_seed}
    ).stdout
