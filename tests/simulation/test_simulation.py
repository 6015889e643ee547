"""Two thousand worlds, those that once failed, and the same world twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.mutants import hunted
from tests.simulation.mutations import MUTATIONS, Mutation
from tests.simulation.runs import play, play_all

SEEDS, CHUNK = 2_000, 100
FROZEN: list[dict[str, object]] = json.loads(Path(__file__).with_name("frozen.json").read_text())
# Enough for every one of them, and for none by a small margin.
HUNTED = 600


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
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


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_protection_that_is_taken_away_is_missed(mutation: Mutation) -> None:
    assert hunted(mutation, HUNTED).seeds
