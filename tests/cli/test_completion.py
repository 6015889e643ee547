"""What the shell offers after Tab."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.completion_scripts import SCRIPTS
from tests.cli.conftest import Cli
from tests.cli.test_calendar import TEAM

Offer = Callable[..., list[str]]


@pytest.fixture
def offered(cli: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Offer:
    """Return what is offered for the last of some words, on a store with a few names."""
    cli("groups", "add", "Sites")
    cli("clients", "add", "Acme")
    cli("projects", "add", "Web site")
    cli("projects", "add", "Webinar")
    cli("projects", "archive", "Webinar")
    cli("tasks", "add", "Web site", "Front end")
    cli("milestones", "add", "Web site", "Launch", "--due", "+1w")
    cli("add", "7-8 #bug")

    def offer(*words: str) -> list[str]:
        from app.cli import run

        quoted = [word.replace(" ", "\\ ") for word in words]
        monkeypatch.setenv("COMP_WORDS", "\n".join(["stintbook", *quoted]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        monkeypatch.setenv("_STINTBOOK_COMPLETE", "complete_bash")
        with pytest.raises(SystemExit) as ended:
            run([], cli.open, cli.open_window)
        monkeypatch.delenv("_STINTBOOK_COMPLETE")
        assert ended.value.code == 0
        return capsys.readouterr().out.split("\n")[:-1]

    return offer


@pytest.mark.parametrize(
    ("words", "offers"),
    [
        (["mile"], ["milestones"]),
        (["start", "@"], ["@Web site"]),
        (["start", "fix", "@Web"], ["@Web site"]),
        (["start", "@Web site/"], ["@Web site/Front end"]),
        (["start", "@Nowhere/"], [""]),
        (["add", "9-10", "#b"], ["#bug"]),
        (["start", "fix"], [""]),
        (["tags", "merge", "bug", ""], ["bug"]),
        (["projects", "activate", "Web"], ["Web site", "Webinar"]),
        (["projects", "list", "--group", "S"], ["Sites"]),
        (["log", "--client", "A"], ["Acme"]),
        (["tags", "rename", ""], ["bug"]),
        (["milestones", "complete", "Web site", ""], ["Launch"]),
        (["milestones", "complete", "Nowhere", ""], [""]),
        (["tasks", "complete", "Web site", "F"], ["Front end"]),
        (["report", "--format", ""], ["table", "csv", "json"]),
        (["forecast", "Web"], ["Web site", "Webinar"]),
        (["plan", "add", "Web"], ["Web site", "Webinar"]),
        (["capacity", "--by", ""], ["day", "week", "month"]),
        (["timeoff", "add", "--kind", "v"], ["vacation"]),
        (["calendar", "rm", ""], [""]),
    ],
)
def test_names_and_commands_are_completed(offered: Offer, words: list[str], offers: list[str]) -> None:
    assert offered(*words) == offers


def test_calendars_are_completed(cli: Cli, offered: Offer, tmp_path: Path) -> None:
    path = tmp_path / "team.ics"
    path.write_text(TEAM, "utf-8")
    cli("calendar", "add", str(path))

    assert offered("calendar", "show", "T") == ["Team"]


def test_the_data_directory_on_the_line_counts(cli: Cli, offered: Offer) -> None:
    elsewhere = str(cli.folder / "elsewhere")
    cli("--data-dir", elsewhere, "projects", "add", "Other")

    assert offered("--data-dir", elsewhere, "start", "@") == ["@Other"]


def test_completing_makes_no_data_directory(cli: Cli, offered: Offer) -> None:
    nowhere = cli.folder / "nowhere"

    assert offered("--data-dir", str(nowhere), "start", "@") == [""]
    assert not nowhere.exists()


def test_a_damaged_store_completes_nothing_and_says_nothing(cli: Cli, offered: Offer) -> None:
    (cli.folder / "stintbook.db").write_bytes(b"?" * 5000)
    for beside in ("-wal", "-shm"):
        (cli.folder / f"stintbook.db{beside}").unlink(missing_ok=True)

    assert offered("start", "@") == [""]


@pytest.mark.parametrize("shell", list(SCRIPTS))
def test_every_shell_has_its_script(cli: Cli, shell: str) -> None:
    script = cli("completion", shell).out

    assert "_STINTBOOK_COMPLETE" in script
    program = shutil.which(shell)
    if program:
        subprocess.run([program, "-n"], input=script, text=True, check=True)


def test_a_real_bash_completes_a_name_with_a_blank(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    program = tmp_path / "stintbook"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m app "$@"\n')
    program.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "STINTBOOK_HOME": str(tmp_path / "home")}
    script = """
        stintbook projects add "Web site" >/dev/null
        eval "$(stintbook completion bash)"
        COMP_WORDS=(stintbook start @Web) COMP_CWORD=2
        _stintbook_completion stintbook
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    ran = subprocess.run([bash, "-c", script], env=environment, capture_output=True, text=True)

    assert (ran.stdout, ran.stderr) == ("@Web\\ site\n", "")
