"""Settings: where they come from, which comes first, what is said of a wrong one."""

from pathlib import Path

import pytest

from sync.server.settings import BadSetting, Settings, from_environment, load, to_environment, without_secrets


def test_arguments_come_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text('port = 1\nhost = "one"\nworkers = 1\nsign_up = true\n', "utf-8")
    environment = {"STINTBOOK_SERVER_PORT": "2", "STINTBOOK_SERVER_HOST": "two"}

    settings = load(environment, data_dir=tmp_path, port=3, host=None)

    assert (settings.port, settings.host, settings.workers, settings.sign_up) == (3, "two", 1, True)


def test_the_folder_of_the_file_may_come_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text("port = 1\n", "utf-8")

    assert load({"STINTBOOK_SERVER_DATA_DIR": str(tmp_path)}).port == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("prot = 1", "“prot”, which is no setting"),
        ('port = "many"', "“port” in .* is no whole number"),
        ("port = -1", "is no whole number"),
        ("sign_up = 3", "neither yes nor no"),
        ("port = ", "cannot be read"),
    ],
)
def test_a_wrong_setting_in_the_file_is_named(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "server.toml").write_text(content, "utf-8")

    with pytest.raises(BadSetting, match=said):
        load({}, data_dir=tmp_path)


@pytest.mark.parametrize(("name", "value"), [("PORT", "x"), ("SIGN_UP", "maybe")])
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"STINTBOOK_SERVER_{name}"):
        from_environment({f"STINTBOOK_SERVER_{name}": value})


def test_another_process_reads_the_same_settings(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, port=1, sign_up=True, database_url="postgresql://a:b@c/d")

    assert from_environment(to_environment(settings)) == settings


def test_what_is_shown_of_the_settings_holds_no_secret() -> None:
    shown = without_secrets(Settings(database_url="postgresql://me:hidden@host/db", metrics_token="hidden"))

    assert "hidden" not in str(shown)
    assert "host" in shown.database_url
