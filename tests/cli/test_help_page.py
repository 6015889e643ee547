"""The page about the command line: its examples do what it says, and no command is missing from it."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from app.cli.commands import app
from tests.cli.conftest import Cli
from tests.cli.test_calendar import TEAM
from tests.cli.test_import import TOGGL
from tests.support.store import MORNING

PAGE = Path(__file__).parents[2] / "resources" / "help" / "command-line.md"
ANYTHING = "…"


class Example(NamedTuple):
    """A command of the page, and the answer shown under it."""

    line: str
    answer: tuple[str, ...]


def examples() -> Iterator[Example]:
    for block in PAGE.read_text("utf-8").split("```console\n")[1:]:
        for part in f"\n{block.split('```')[0]}".split("\n$ ")[1:]:
            line, *answer = part.rstrip().split("\n")
            yield Example(line, tuple(answer))


def test_every_example_does_what_the_page_says(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.now = MORNING + 9 * 3600
    monkeypatch.chdir(tmp_path)
    Path("toggl.csv").write_text(TOGGL, "utf-8")
    Path("team.ics").write_text(TEAM, "utf-8")

    for example in examples():
        program, *arguments = shlex.split(example.line.replace("/tmp/try", str(tmp_path / "try")))
        assert program == "stintbook"
        answer = cli.lines(*arguments)
        shown = list(example.answer)
        if shown and shown[-1] == ANYTHING:
            shown.pop()
            answer = answer[: len(shown)]
        assert answer == shown, example.line


def commands() -> Iterator[str]:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        yield name
        for part in inner or ():
            yield f"{name} {part}"


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_is_on_the_page(command: str) -> None:
    # A family's list is what it does when nothing else is said.
    name = command.removesuffix(" list").removesuffix(" make")
    text = PAGE.read_text("utf-8")

    assert f"stintbook {name}" in text or f"`{name}" in text
