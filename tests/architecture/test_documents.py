"""The documents say what is so: every room, target and link they name exists, and every room is named."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for folder in (".", "app", "app/decisions", "sync", "sync/decisions", "tests", "tests/benchmarks", "resources/help")
    for page in (ROOT / folder).glob("*.md")
)


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert broken == []


@pytest.mark.parametrize("room", ["app", "sync"])
def test_map_names_every_room(room: str) -> None:
    folders = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")} - {"_resources"}
    missing = {folder for folder in folders if f"{folder}/" not in text(f"{room}/README.md")}

    assert missing == set()


def test_tests_page_names_every_folder() -> None:
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/*.py")}
    named = text("tests/README.md")
    missing = {folder for folder in folders if folder not in named}

    assert missing == set()


@pytest.mark.parametrize("page", ["README.md", "tests/README.md"])
def test_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`?\bmake ([a-z-]+)\b", text(page)))

    assert named <= targets


def test_change_fragments_are_one_sentence_of_a_known_kind() -> None:
    fragments = [path for path in (ROOT / "packaging/changes").glob("*") if path.name != "README.md"]
    odd = {
        path.name
        for path in fragments
        if path.suffixes[-2:][:1] not in ([".added"], [".changed"], [".fixed"], [".removed"])
        or not path.read_text("utf-8").strip().endswith(".")
    }

    assert fragments
    assert odd == set()


def test_every_target_says_what_it_is_for() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony is not None
    described = set(re.findall(r"^([a-z-]+):.*##", text("Makefile"), re.MULTILINE))

    assert set(phony[1].split()) - described <= {"prepare", "prepare-test", "lint", "types", "imports", "unit"}
