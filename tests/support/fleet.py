"""Three devices of one person as processes of their own, and the server they share: started, killed, restored, compared."""

import json
import random
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bootstrap import open_context
from app.domain.entities.base import Kind
from app.orchestrators.sync.failing import SyncFailed
from app.orchestrators.sync.linking import link
from app.orchestrators.sync.rounds import sync_now
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.values import LinkRequest
from app.orchestrators.sync.verifying import verify
from tests.support.server_process import EMAIL, PASSWORD, ServerProcess

MOST_ROUNDS = 12
# A machine that is busy with much else takes its time to open a window.
MOST_START_S = 60


@dataclass(slots=True)
class DeviceProcess:
    """A device: its folder, how its process is started, and every change it said was on the disk."""

    folder: Path
    seed: int
    arguments: tuple[str, ...] = ()
    acknowledged: set[str] = field(default_factory=set)
    process: "subprocess.Popen[str] | None" = None
    began: threading.Event = field(default_factory=threading.Event)
    _ears: threading.Thread | None = None

    def link(self, server: ServerProcess) -> None:
        """Link its store to the server."""
        ctx = open_context(str(self.folder))
        link(ctx, LinkRequest(server.address, email=EMAIL, password=PASSWORD, device_name=self.folder.name))
        ctx.database.close()

    def start(self) -> None:
        """Let it work."""
        self.seed += 1
        self.began.clear()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.worker", str(self.folder), str(self.seed), *self.arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._ears = threading.Thread(target=self._listen, args=(self.process,))
        self._ears.start()

    def kill(self) -> None:
        """End it without warning, and hear its last words."""
        assert self.process is not None
        assert self._ears is not None
        assert self.process.poll() is None, f"{self.folder.name} ended by itself"
        self.process.kill()
        self.process.wait()
        self._ears.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        self.process = None

    def sync(self) -> int:
        """Exchange once in the foreground; return what still waits."""
        ctx = open_context(str(self.folder))
        try:
            sync_now(ctx)
            return sync_status(ctx).waiting
        finally:
            ctx.database.close()

    def is_signed_out(self) -> bool:
        """Exchange, and return whether the server does not know this device (any more)."""
        try:
            self.sync()
        except SyncFailed as failed:
            return bool(failed.values["reason"] == "sign_in")
        return False

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return what the store says of every synced kind: values, versions, whether in the trash."""
        ctx = open_context(str(self.folder))
        try:
            with ctx.database.reading() as connection:
                return {kind: _rows(connection, kind) for kind in Kind}
        finally:
            ctx.database.close()

    def changes(self) -> dict[str, int]:
        """Return the state of every change it holds, by version."""
        ctx = open_context(str(self.folder))
        try:
            with ctx.database.reading() as connection:
                return {
                    version.hex(): state for version, state in connection.execute("SELECT version, state FROM change")
                }
        finally:
            ctx.database.close()

    def is_identical_with_server(self) -> bool:
        """Ask the product itself."""
        ctx = open_context(str(self.folder))
        try:
            return verify(ctx).identical
        finally:
            ctx.database.close()

    def back_up(self, to: Path) -> None:
        """Copy its file while nobody has it open."""
        shutil.copy(self.folder / "stintbook.db", to)

    def restore(self, source: Path) -> None:
        """Put an old copy in the place of its file."""
        for end in ("", "-wal", "-shm"):
            (self.folder / f"stintbook.db{end}").unlink(missing_ok=True)
        shutil.copy(source, self.folder / "stintbook.db")

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            # What was cut off in the middle was not said.
            if line.endswith("\n"):
                versions = json.loads(line).get("versions", ())
                self.acknowledged.update(versions)
                if versions:
                    self.began.set()


def _rows(connection: Any, kind: str) -> list[tuple[Any, ...]]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{kind}")')]
    # Numbers of rows are each file's own, and when something went to the trash is told by its versions.
    listing = ", ".join(f'"{name}"' for name in columns if name not in ("rowid", "deleted_at"))
    return connection.execute(f'SELECT {listing}, deleted_at IS NULL FROM "{kind}" ORDER BY id').fetchall()  # type: ignore[no-any-return]


def work_a_while(devices: list[DeviceProcess], dice: random.Random) -> None:
    """Let all work at once, and kill each at a moment of its own after all have done something."""
    for device in devices:
        device.start()
    for device in devices:
        assert device.began.wait(MOST_START_S), f"{device.folder.name} does nothing"
    moments = sorted((dice.uniform(0.1, 0.8), number) for number in range(len(devices)))
    passed, clock = 0.0, threading.Event()
    for moment, number in moments:
        clock.wait(moment - passed)
        passed = moment
        devices[number].kill()


def settle(devices: list[DeviceProcess]) -> None:
    """Exchange in turn until nothing waits anywhere and nothing new comes."""
    before: list[int] = []
    for _ in range(MOST_ROUNDS):
        waiting = [device.sync() for device in devices]
        held = [len(device.changes()) for device in devices]
        if not any(waiting) and held == before:
            return
        before = held
    raise AssertionError(f"still {waiting} waiting after {MOST_ROUNDS} exchanges")
