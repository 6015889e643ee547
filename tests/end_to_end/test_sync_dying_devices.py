"""A device that is killed at any point of an exchange: afterwards an ordinary one brings all together, nothing lost or doubled."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.orchestrators.maintenance.doctor import check
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.verifying import verify
from app.system.keychain import CHOICE
from sync.protocol.change import MAX_TEXT
from tests.support.dying import QUESTIONS, UNCOMMITTED, WRITES, Nursery, Point
from tests.support.linked import Computer, Office
from tests.support.server_process import free_port

# news: the others have news, and something waits here. refused: the server does not take all of it. fresh: a device
# just linked. restored: the server was put back to an earlier state.
SCENES = ("news", "refused", "fresh", "restored")
EARLY, LATE = ["first"], ["first", "second"]
IN_DESK, IN_LAPTOP = "by the desk", "on the train"
TOO_LARGE = "x" * (MAX_TEXT + 1)


class Stage:
    """The scenes, each kept as it is before its exchange, and played any number of times."""

    def __init__(self, root: Path) -> None:
        self._root, self._kept = root / "world", root / "kept"
        self._port, self._plays = free_port(), 0
        self.nursery = Nursery()
        self._prepare()

    @contextmanager
    def play(self, scene: str) -> Iterator[Path]:
        """Set a scene, with its server running, and give the folder of the device that is going to die."""
        shutil.rmtree(self._root)
        shutil.copytree(self._kept / scene, self._root)
        self._plays += 1
        with Office(self._root / "server").open_at(self._port):
            yield self._root / ("tablet" if scene == "fresh" else "laptop")

    def seed(self) -> int:
        """Return what nobody's ids began with before."""
        return 1_000 * self._plays

    def all_exchange(self, scene: str) -> list[Computer]:
        """Open every device of a scene and exchange in turn; they are to be closed."""
        names = ("laptop", "desk", "tablet") if scene == "fresh" else ("laptop", "desk")
        devices = [Computer(self._root / name, self.seed() + place) for place, name in enumerate(names, 1)]
        for each in (*devices, *devices):
            each.sync()
        return devices

    def _prepare(self) -> None:
        self._root.mkdir()
        office = Office(self._root / "server")
        laptop, desk = Computer(self._root / "laptop", 1), Computer(self._root / "desk", 2)
        tablet = Computer(self._root / "tablet", 3)
        devices = (laptop, desk, tablet)
        with office.open_at(self._port) as address:
            project = laptop.add_project("Website")
            laptop.add_entry("first")
            for each in (laptop, desk):
                each.link(address)
                each.sync()
        self._close(*devices)
        self._keep("early")
        self._open(*devices)
        with office.open_at(self._port) as address:
            laptop.add_entry("second")
            for each in (laptop, desk):
                each.sync()
            desk.add_entry(IN_DESK)
            desk.sync()
            tablet.link(address)
        self._close(*devices)
        self._keep("fresh")
        self._open(*devices)
        laptop.add_entry(IN_LAPTOP)
        laptop.rename(project.id, "Web site")
        self._close(*devices)
        self._keep("news")
        self._keep("restored")
        shutil.rmtree(self._kept / "restored" / "server")
        shutil.copytree(self._kept / "early" / "server", self._kept / "restored" / "server")
        self._open(laptop)
        laptop.add_entry(TOO_LARGE)
        self._close(laptop)
        self._keep("refused")

    def _keep(self, scene: str) -> None:
        shutil.copytree(self._root, self._kept / scene)

    def _close(self, *devices: Computer) -> None:
        for each in devices:
            each.close()

    def _open(self, *devices: Computer) -> None:
        for each in devices:
            each.reopen()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    root = tmp_path_factory.mktemp("dying")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv(CHOICE, "file")
        surroundings.setenv("STINTBOOK_STATE", str(root / "world" / "state"))
        made = Stage(root)
        with made.nursery:
            yield made


@pytest.fixture(scope="module")
def passed(stage: Stage) -> dict[str, tuple[Point, ...]]:
    """The points of each scene, as an exchange that nobody interrupts passes them."""
    found = {}
    for scene in SCENES:
        with stage.play(scene) as folder:
            found[scene] = stage.nursery.exchange(folder, stage.seed(), None).passed
    return found


def die_and_recover(stage: Stage, scene: str, point: Point) -> None:
    with stage.play(scene) as folder:
        assert stage.nursery.exchange(folder, stage.seed(), point).killed_by == signal.SIGKILL
        devices = stage.all_exchange(scene)
        try:
            hold_that_all_agree(scene, devices)
        finally:
            for each in devices:
                each.close()


def hold_that_all_agree(scene: str, devices: list[Computer]) -> None:
    expected = [IN_DESK, *LATE] if scene == "fresh" else [IN_DESK, *LATE, IN_LAPTOP]
    refused = [TOO_LARGE] if scene == "refused" else []
    for each in devices:
        aside = refused if each.folder.name == "laptop" else []
        assert each.descriptions() == sorted(expected + aside)
        assert each.project_names() == (["Website"] if scene == "fresh" else ["Web site"])
        assert check(each.ctx).ok
        status = sync_status(each.ctx)
        assert (status.waiting, status.set_aside, status.conflicts) == (0, len(aside), 0)
        assert verify(each.ctx).identical is (not aside)


def test_exchanges_reach_every_write_and_every_question(passed: dict[str, tuple[Point, ...]]) -> None:
    reached = {point.call for points in passed.values() for point in points}
    committed = {point.call for points in passed.values() for point in points if point.moment == UNCOMMITTED}

    assert reached == WRITES | QUESTIONS
    assert committed == WRITES


def test_device_killed_at_any_kind_of_point_goes_on(stage: Stage, passed: dict[str, tuple[Point, ...]]) -> None:
    # The last of its name in the first scene that has it: by then most has been done. What a call begins with is what
    # the one before it left, so it is left to the longer run.
    chosen: dict[tuple[str, str], tuple[str, Point]] = {}
    for scene in SCENES:
        last = {(point.call, point.moment): (scene, point) for point in passed[scene] if point.moment != "before"}
        chosen = last | chosen
    for scene, point in chosen.values():
        die_and_recover(stage, scene, point)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES)
def test_device_killed_at_every_point_goes_on(stage: Stage, passed: dict[str, tuple[Point, ...]], scene: str) -> None:
    for point in passed[scene]:
        die_and_recover(stage, scene, point)
