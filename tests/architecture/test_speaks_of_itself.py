"""Small laws of the tree: the top level is the given one, SQL and slow imports stay where they belong."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {"app", "sync", "resources", "tests", "packaging"}


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(line) for line in listing.stdout.splitlines()]


def test_top_level_is_the_given_one() -> None:
    folders = {path.parts[0] for path in tracked() if len(path.parts) > 1 and not path.parts[0].startswith(".")}

    assert folders == TOP_LEVEL


def test_packaging_is_no_package() -> None:
    # It would shadow the library of that name.
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_every_room_has_a_line_that_says_what_it_is_for() -> None:
    missing = [path for path in tracked() if path.suffix == ".py" and path.parts[0] in ("app", "sync")]
    missing = [path for path in missing if not (ROOT / path).read_text("utf-8").lstrip().startswith('"""')]

    assert missing == []


def test_files_stay_readable() -> None:
    long = {
        str(path): lines
        for path in tracked()
        if path.suffix == ".py" and (lines := len((ROOT / path).read_text("utf-8").splitlines())) > 400
    }

    assert long == {}
