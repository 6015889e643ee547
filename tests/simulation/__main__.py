"""``python -m tests.simulation SEEDS``: play so many seeds and say what came of them in one line of JSON."""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.simulation.runs import Outcome, play, play_all

_CHUNK = 250


def main() -> int:
    asked = _arguments()
    seeds = range(asked.first, asked.first + asked.seeds)
    if asked.trace:
        return _trace(seeds, real_files=asked.store == "sqlite")
    begun = time.perf_counter()
    outcome = _played(seeds, asked)
    outcome.seconds = time.perf_counter() - begun
    print(outcome.line())
    return 1 if outcome.failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("seeds", type=int, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes share them")
    parser.add_argument("--trace", action="store_true", help="say everything that happens")
    parser.add_argument("--store", choices=("memory", "sqlite"), default="memory", help="what the devices write into")
    parser.add_argument(
        "--server", choices=("memory", "sqlite", "postgres"), default="memory", help="what stores the logs"
    )
    return parser.parse_args()


def _played(seeds: range, asked: argparse.Namespace) -> Outcome:
    real_files = asked.store == "sqlite"
    if asked.server != "memory":
        from tests.simulation.sql_mirror import mirror_on

        with mirror_on(asked.server) as mirror:
            return play_all(seeds, mirror=mirror, real_files=real_files)
    if asked.jobs == 1:
        return play_all(seeds, real_files=real_files)
    outcome = Outcome()
    chunks = [seeds[at : at + _CHUNK] for at in range(0, len(seeds), _CHUNK)]
    with ProcessPoolExecutor(asked.jobs) as pool:
        for one in pool.map(partial(play_all, real_files=real_files), chunks):
            outcome.add(one)
    return outcome


def _trace(seeds: range, *, real_files: bool) -> int:
    failed = 0
    for seed in seeds:
        trace: list[str] = []
        broken, _ = play(seed, trace, real_files=real_files)
        print(*trace, sep="\n")
        print(f"seed {seed}:", broken or "every promise was kept")
        failed += broken is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
