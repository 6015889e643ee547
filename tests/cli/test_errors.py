"""What is said when something is wrong: one sentence, the right exit code, never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import run
from app.domain.errors import EnvironmentFailed
from app.storage.context import Context
from tests.cli.conftest import Cli


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nonsense"], "No such command 'nonsense'.\nTry “stintbook --help”."),
        (["log", "--nonsense"], "No such option: --nonsense\nTry “stintbook log --help”."),
        (["milestones", "add", "One"], "Missing argument 'NAME'.\nTry “stintbook milestones add --help”."),
        (["report", "--format", "pdf"], "Try “stintbook report --help”."),
        (["status", "now"], "Try “stintbook status --help”."),
        (["log", "--limit", "0"], "Try “stintbook log --help”."),
    ],
)
def test_a_command_asked_wrongly_exits_with_2(cli: Cli, arguments: list[str], sentence: str) -> None:
    assert sentence in cli.refused(*arguments, code=2)


@pytest.mark.parametrize(
    "command",
    [
        "start",
        "stop",
        "switch",
        "continue",
        "status",
        "toggle",
        "add",
        "log",
        "projects",
        "backup",
        "plan",
        "slots",
        "timeoff",
        "calendar",
        "capacity",
        "forecast",
        "whatif",
    ],
)
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    lines = cli.lines(command, "--help")

    assert lines[0].startswith(f"Usage: stintbook {command}")
    assert max(map(len, lines)) <= 80


def test_the_version_is_told(cli: Cli) -> None:
    assert cli.lines("--version")[0].startswith("Stintbook ")


def test_quick_commands_run_the_same_behind_the_full_reader(cli: Cli) -> None:
    from app.cli.commands import run_typer

    for arguments in (
        ["start", "-5m", "one", "--json"], ["switch", "two"], ["stop", "--at", "9:00"], ["continue"], ["status"],
        ["toggle"], ["add", "7-8 three"],
    ):  # fmt: skip
        assert run_typer(arguments, cli.open, cli.open_window) == 0


def test_ctrl_c_says_that_nothing_half_done_was_kept(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for module, command in (
        ("app.orchestrators.time_tracking.timer.stop_timer", "stop"),
        ("app.orchestrators.projects.projects.list_projects", "projects"),
    ):
        monkeypatch.setattr(module, pressed)
        assert cli.refused(command) == "Stopped. Nothing half-done was kept."


def test_ctrl_c_before_anything_was_opened(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "open_window", pressed)

    assert cli.refused("open") == "Stopped. Nothing half-done was kept."


def test_a_mistake_of_ours_is_logged_and_confessed(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, expect_logs: list[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("our bug")

    monkeypatch.setattr("app.orchestrators.tags.tags.list_tags", broken)

    sentence = cli.refused("tags")

    log = cli.folder / "logs" / "stintbook.log"
    assert sentence == (
        f"Stintbook made a mistake and could not finish. What was saved before is safe. The details are in “{log}”."
    )
    assert "ZeroDivisionError: our bug" in log.read_text("utf-8")
    assert expect_logs == ["app.cli: a command failed"]


def test_a_log_that_cannot_be_written_stops_nobody(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, expect_logs: list[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("our bug")

    monkeypatch.setattr("app.orchestrators.tags.tags.list_tags", broken)
    cli("status")
    (cli.folder / "logs").write_text("in the way")

    assert cli.refused("tags").startswith("Stintbook made a mistake")
    assert expect_logs == ["app.cli: a command failed"]


def test_what_the_store_has_to_say_is_said_on_the_side(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    opened = cli.open
    monkeypatch.setattr(cli, "open", lambda folder: replace(opened(folder), notices=("Take note.",)))

    assert cli("status").err == "Take note.\n"
    assert cli("projects").err == "Take note.\n"


def test_a_machine_that_refuses_is_told_in_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(_: str | None) -> Context:
        raise EnvironmentFailed("The disk is full. Nothing was lost.")

    assert run(["status"], refuse, lambda _: 0) == 1
    assert run(["log"], refuse, lambda _: 0) == 1
    assert capsys.readouterr().err == "The disk is full. Nothing was lost.\n" * 2


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "--data-dir", str(tmp_path), "log", "--help"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
