"""What belongs to this device is written whole, for its owner only, and survives whatever happens to the file."""

from pathlib import Path

import pytest

from app.system.config import Config


def test_values_come_back(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "device.json"
    Config(path).put(theme="dark", width=3)

    again = Config(path)
    assert (again.get("theme"), again.get("width"), again.get("none", 7), again.notice) == ("dark", 3, 7, None)
    assert path.stat().st_mode & 0o777 == 0o600


def test_values_of_another_process_are_kept(tmp_path: Path) -> None:
    one, two = Config(tmp_path / "device.json"), Config(tmp_path / "device.json")
    one.put(theme="dark")
    two.put(width=3)

    found = Config(tmp_path / "device.json")
    assert (found.get("theme"), found.get("width")) == ("dark", 3)


@pytest.mark.parametrize("content", [b"no json", b"\xff\xfe", b"[1, 2]"])
def test_unreadable_file_is_told_and_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "device.json"
    path.write_bytes(content)
    config = Config(path)
    assert config.notice is not None
    assert "defaults" in config.notice

    config.put(theme="light")
    assert Config(path).notice is None


def test_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "device.json"
    config = Config(path)
    config.put(theme="dark")
    with pytest.raises(TypeError):
        config.put(theme=object())

    assert Config(path).get("theme") == "dark"
    assert [each.name for each in tmp_path.iterdir()] == ["device.json"]
