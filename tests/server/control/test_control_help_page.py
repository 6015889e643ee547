"""The page for operators: its examples do what it says, every command and every setting is on it."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

from sync.server.admin import commands
from sync.server.settings import PREFIX, Settings

PAGE = Path(__file__).parents[3] / "resources" / "help" / "server.md"
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


def test_every_example_does_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    values = {"PASSWORD": "correct horse battery", "ARGON2_MEMORY_KIB": "8", "ARGON2_PASSES": "1", "ARGON2_LANES": "1"}
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)

    for example in examples():
        program, *arguments = shlex.split(example.line)
        assert program == "stintbook-server"
        code = commands.run(arguments)
        printed = capsys.readouterr()
        assert code == 0, (example.line, printed)
        answer = printed.out.splitlines()
        for shown, said in zip(example.answer, answer, strict=False):
            if shown == ANYTHING:
                break
            begin, anything, _ = shown.partition(ANYTHING)
            assert said.startswith(begin) if anything else said == shown, example.line
        assert ANYTHING in "".join(example.answer) or len(answer) == len(example.answer), example.line


def named(app: Any, before: str = "") -> Iterator[str]:
    for command in app.registered_commands:
        yield f"{before}{command.name or command.callback.__name__}"
    for group in app.registered_groups:
        yield from named(group.typer_instance, f"{group.name} ")


def test_every_command_is_on_the_page() -> None:
    assert isinstance(commands.app, typer.Typer)
    page = PAGE.read_text("utf-8")
    # Said by their siblings, or for programmers.
    left_out = {"openapi", "workspace list", "workspace remove"}

    missing = {command for command in named(commands.app) if command not in page} - left_out

    assert missing == set()


def test_every_setting_is_on_the_page_with_what_it_is_if_nothing_is_said() -> None:
    page = PAGE.read_text("utf-8")
    rows = {row[1]: row[2] for row in re.finditer(r"^\| (`[^|]+`) \| ([^|]+) \|", page, re.MULTILINE)}
    named = {name: shown for names, shown in rows.items() for name in re.findall(r"`([a-z0-9_]+)`", names)}

    assert {each.name for each in fields(Settings)} <= set(named)
    for each in fields(Settings):
        if type(each.default) is int:
            assert str(each.default) in named[each.name], each.name
