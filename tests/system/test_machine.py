"""The machine: its clock and ids, its folders, its zone, its log, its measures."""

import logging
import sys
import uuid
from pathlib import Path

import pytest

from app.system import zone
from app.system.clock import SystemClock, SystemIds
from app.system.logs import log_to
from app.system.metrics import Metrics
from app.system.paths import Paths, find_paths, make_private


def test_clock_tells_seconds_and_milliseconds_of_the_same_time() -> None:
    clock = SystemClock()
    assert 0 <= clock.now_ms() - clock.now() * 1000 < 60_000
    assert clock.now() > 1_700_000_000


def test_ids_are_version_7_unique_and_in_order() -> None:
    ids = SystemIds()
    made = [ids.new_id() for _ in range(2_000)]

    assert made == sorted(set(made))
    assert {uuid.UUID(each).version for each in made} == {7}
    assert len({ids.random64() for _ in range(100)}) == 100


def test_data_directory_by_option_then_environment_then_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STINTBOOK_HOME", str(tmp_path / "home"))
    assert find_paths(str(tmp_path / "chosen")).data == tmp_path / "chosen"
    assert find_paths().data == tmp_path / "home"
    monkeypatch.delenv("STINTBOOK_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert find_paths().data == tmp_path / "share" / "stintbook"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert find_paths().data == Path.home() / ".local" / "share" / "stintbook"


def test_other_systems_have_their_own_place(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    monkeypatch.delenv("STINTBOOK_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "somewhere")
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, appauthor: f"/place/{name}")
    assert find_paths().data == Path("/place/stintbook")


def test_state_is_outside_the_data_and_each_folder_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STINTBOOK_STATE", str(tmp_path / "state"))
    one, other = Paths(tmp_path / "one"), Paths(tmp_path / "other")

    assert one.state.parent == other.state.parent == tmp_path / "state"
    assert one.state == Paths(tmp_path / "one").state != other.state
    monkeypatch.delenv("STINTBOOK_STATE")
    assert tmp_path not in one.state.parents
    assert "stintbook" in str(one.state)


def test_linux_place_is_what_platformdirs_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    monkeypatch.delenv("STINTBOOK_HOME", raising=False)
    if sys.platform == "linux":
        assert str(find_paths().data) == platformdirs.user_data_dir("stintbook", appauthor=False)


def test_names_of_the_files(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in (paths.database, paths.backups, paths.config, paths.log)}
    assert names == {"stintbook.db", "backups", "device.json", "logs/stintbook.log"}


def test_private_folder(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_zone_by_environment_then_link_then_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import tzlocal

    monkeypatch.setenv("TZ", ":Europe/Berlin")
    assert zone.local_zone() == "Europe/Berlin"
    monkeypatch.setenv("TZ", "Nowhere/Land")
    monkeypatch.setattr(Path, "readlink", lambda _: Path("/usr/share/zoneinfo/Asia/Kolkata"))
    assert zone.local_zone() == "Asia/Kolkata"
    monkeypatch.setattr(Path, "readlink", lambda _: Path("/usr/share/zoneinfo/Nowhere/Land"))
    monkeypatch.setattr(tzlocal, "get_localzone_name", lambda: "America/New_York")
    assert zone.local_zone() == "America/New_York"
    monkeypatch.setattr(Path, "readlink", _no_link)
    monkeypatch.setattr(tzlocal, "get_localzone_name", lambda: "Nowhere/Land")
    assert zone.local_zone() == "UTC"
    monkeypatch.setattr(tzlocal, "get_localzone_name", _no_name)
    assert zone.local_zone() == "UTC"


def _no_link(_path: Path) -> Path:
    raise OSError("no link")


def _no_name() -> str:
    raise LookupError("no zone")


def test_log_holds_our_records(tmp_path: Path) -> None:
    handler = log_to(tmp_path / "logs" / "stintbook.log")
    assert handler is not None
    try:
        logging.getLogger("app.somewhere").info("something was done")
    finally:
        handler.close()
        for room in ("app", "sync"):
            logging.getLogger(room).removeHandler(handler)
            logging.getLogger(room).setLevel(logging.NOTSET)
    assert "INFO app.somewhere something was done" in (tmp_path / "logs" / "stintbook.log").read_text()


def test_log_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    assert log_to(tmp_path / "logs" / "stintbook.log") is None


def test_measures_count_errors_rows_and_percentiles() -> None:
    metrics = Metrics()
    metrics.series("never run")
    for n in range(100):
        metrics.note("quick", (n + 1) / 1000, failed=n == 7, rows=2)
    metrics.note("slow", 5.0)

    slow, quick = metrics.figures()

    assert (slow.name, slow.runs, slow.max_ms) == ("slow", 1, 5000.0)
    assert (quick.runs, quick.errors, quick.rows) == (100, 1, 200)
    assert (round(quick.p50_ms), round(quick.p95_ms), round(quick.max_ms)) == (51, 96, 100)


def test_measures_remember_the_longest_and_the_newest() -> None:
    metrics = Metrics()
    metrics.note("a", 9.0)
    for _ in range(600):
        metrics.note("a", 0.001)
    (found,) = metrics.figures()
    assert (found.runs, found.max_ms, round(found.p95_ms)) == (601, 9000.0, 1)
