"""Real stores in folders and the real server over HTTP: computers of one person, to be linked, parted and put back."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.ids import UserId
from app.orchestrators.sync.linking import link
from app.orchestrators.sync.rounds import sync_now
from app.orchestrators.sync.values import LinkRequest, RoundSummary
from app.storage.context import Context
from app.storage.opening import open_store
from app.storage.unit_of_work import reading, unit_of_work
from sync.server.admin.setup import add_account
from sync.server.app import create_app
from sync.server.database import open_engine
from sync.server.log.store import Store
from sync.server.migrations import upgrade
from sync.server.settings import Settings
from tests.support.server import PASSWORD, QUICK, desk_over, serving
from tests.support.store import FakeClock, FakeIds, make_entry, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
    from app.orchestrators.sync.values import Linked

EMAIL = "ada@example.org"


class Office:
    """A server on SQLite with one account; can be ended, put back to an earlier state and started again."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder, requests_per_minute=0, failures_per_address=0, **QUICK)
        if not folder.exists():
            folder.mkdir()
            upgrade(self.settings)
            self.add_account(EMAIL)

    def copied_to(self, folder: Path) -> Office:
        """Return a copy that lives for itself."""
        shutil.copytree(self.settings.data_dir, folder)
        return Office(folder)

    def add_account(self, email: str) -> None:
        engine = open_engine(self.settings)
        try:
            desk = desk_over(Store(engine), self.settings)
            add_account(desk, email=email, name="Ada", workspace="Studio", password=PASSWORD)
        finally:
            engine.dispose()

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve for a block; gives the address."""
        with serving(create_app(self.settings)) as address:
            yield address

    @contextmanager
    def open_at(self, port: int) -> Iterator[str]:
        """Serve for a block at the same address each time."""
        with serving(create_app(self.settings), port) as address:
            yield address

    def backup(self, name: str) -> None:
        """Keep the state, while it is not serving."""
        shutil.copytree(self.settings.data_dir, self.settings.data_dir.with_name(name))

    def restore(self, name: str) -> None:
        """Go back to a state that was kept, while it is not serving."""
        shutil.rmtree(self.settings.data_dir)
        shutil.copytree(self.settings.data_dir.with_name(name), self.settings.data_dir)


class Computer:
    """A data folder, opened as a program does; its clock stands at the real time until it is moved."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.clock = FakeClock(int(time.time()))
        folder.mkdir(exist_ok=True)
        self.ctx = self._open()

    def close(self) -> None:
        self.ctx.database.close()

    def reopen(self) -> None:
        """Close the program and open it again."""
        self.close()
        self.seed += 100
        self.ctx = self._open()

    def link(self, address: str, **fields: Any) -> Linked:
        """Link to a server, and open the store anew as a program does."""
        request = LinkRequest(
            address, device_name=self.folder.name, **({"email": EMAIL, "password": PASSWORD} | fields)
        )
        linked = link(self.ctx, request).value
        if linked.needs_reopening:
            self.reopen()
        return linked

    def sync(self) -> RoundSummary:
        return sync_now(self.ctx).value

    def add_project(self, name: str = "Website") -> Project:
        project = make_project(self.ctx, name)
        with unit_of_work(self.ctx, "create_project") as work:
            work.projects.save(project)
        return project

    def rename(self, project: str, name: str) -> None:
        with unit_of_work(self.ctx, "edit_project") as work:
            work.projects.save(replace(work.projects.require(project), name=name))

    def add_entry(self, text: str = "work", start: int | None = None, seconds: int | None = 3600) -> TimeEntry:
        begins = self.clock.now() - 7200 if start is None else start
        entry = make_entry(self.ctx, begins, seconds, description=text, user=self.ctx.user)
        with unit_of_work(self.ctx, "add_entry") as work:
            work.time_entries.save(entry)
        return entry

    def project_names(self) -> list[str]:
        with reading(self.ctx) as read:
            return sorted(project.name for project in read.projects.all())

    def descriptions(self) -> list[str]:
        with reading(self.ctx) as read:
            return sorted(entry.description for entry in read.time_entries.between(0, 2**40))

    def keep(self, name: str) -> None:
        """Keep a copy of the whole folder, while the program is closed."""
        self.close()
        shutil.copytree(self.folder, self.folder.with_name(name))
        self.ctx = self._open()

    def put_back(self, name: str) -> None:
        """Put a kept copy of the database in the place of today's, as a person who restores a backup does."""
        self.close()
        for path in self.folder.glob("stintbook.db*"):
            path.unlink()
        shutil.copy(self.folder.with_name(name) / "stintbook.db", self.folder / "stintbook.db")
        self.seed += 100
        self.ctx = self._open()

    def _open(self) -> Context:
        ids = FakeIds(self.clock, self.seed)
        device, user = f"{self.seed:032x}", f"00000000-0000-7000-8000-{self.seed:012x}"
        path = self.folder / "stintbook.db"
        opened = open_store(path, backups=self.folder / "backups", device=device, user=user, now=self.clock.now())
        return Context(opened.database, self.clock, ids, UserId(opened.user), "Europe/Berlin")
