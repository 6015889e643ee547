"""Hold each room's branch coverage to its floor in pyproject.toml. Run after the tests: coverage_floors.py."""

import io
import sys
import tomllib
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Print each room's coverage beside its floor; return 1 when one is below."""
    floors = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["stintbook"]["coverage-floors"]
    coverage = Coverage(config_file=str(ROOT / "pyproject.toml"))
    coverage.combine(strict=False) if list(ROOT.glob(".coverage.*")) else None
    coverage.load()
    failed = False
    for room, floor in floors.items():
        listing = io.StringIO()
        covered = coverage.report(include=[f"{ROOT}/{room}/*"], file=listing)
        failed |= covered < floor
        print(f"{room:20} {covered:6.2f} % (floor {floor} %)")
        if covered < floor:
            print(listing.getvalue())
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
