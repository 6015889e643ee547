"""Is the simulation strong enough? Each protection is taken away in one function; some seed must notice.

``python -m tests.simulation.mutants [SEEDS] [--only NAME]`` prints what noticed what, and fails where nothing did.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from tests.simulation.mutations import MUTATIONS, Mutation
from tests.simulation.runs import play_all

DEFAULT_SEEDS = 1_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """After how many seeds a mutant was noticed, by which oracle, and in which words; 0 when it was not."""

    seeds: int
    oracle: str = ""
    words: str = ""


@contextmanager
def taken_away(mutation: Mutation) -> Iterator[None]:
    """Run with one function replaced.

    A function of a module is imported by name all over the place, so its code is exchanged where it stands: everybody
    then calls the other one. It runs with the names of the module it is put into.
    """
    function = mutation.original
    assert isinstance(function, FunctionType)
    if mutation.owner is None:
        before: Any = function.__code__
        function.__code__ = mutation.replacement.__code__
        try:
            yield
        finally:
            function.__code__ = before
    else:
        setattr(mutation.owner, function.__name__, mutation.replacement)
        try:
            yield
        finally:
            setattr(mutation.owner, function.__name__, function)


def hunted(mutation: Mutation, seeds: int) -> Verdict:
    """Play seeds without a protection until one of them fails."""
    with taken_away(mutation):
        outcome = play_all(range(seeds), most_failures=1)
    if not outcome.failed:
        return Verdict(0)
    kind, (_, words) = next(iter(outcome.first.items()))
    return Verdict(outcome.seeds, kind, words)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.mutants", description=__doc__)
    parser.add_argument("seeds", type=int, nargs="?", default=DEFAULT_SEEDS, help="how many to try for each")
    parser.add_argument("--only", help="a part of the name of a protection")
    asked = parser.parse_args()
    survived = 0
    print(f"{'without':<52} {'seeds':>5}  noticed by")
    for mutation in MUTATIONS:
        if asked.only and asked.only not in mutation.name:
            continue
        verdict = hunted(mutation, asked.seeds)
        survived += not verdict.seeds
        print(f"{mutation.name:<52} {verdict.seeds or '-':>5}  {verdict.oracle or 'NOBODY'}", flush=True)
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
