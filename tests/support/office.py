"""A real server, and devices of one person that work with it: a window at one desk, another device without one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import open_context
from app.orchestrators.sync.linking import link
from app.orchestrators.sync.rounds import sync_now
from app.orchestrators.sync.values import LinkRequest
from app.storage.context import Context
from app.ui.sync.page import SyncPage
from sync.server.admin.setup import add_account
from sync.server.app import create_app
from sync.server.migrations import upgrade
from sync.server.settings import Settings
from tests.support.desk import Desk, desk
from tests.support.server import PASSWORD, QUICK, serving

EMAIL = "kim@studio.example"


@dataclass
class Office:
    """The address of a server where one person has an account."""

    address: str
    app: Any

    @contextmanager
    def away(self, folder: Path) -> Iterator["Away"]:
        """Another device of the same person, connected, without a window."""
        first = open_context(str(folder))
        try:
            link(first, LinkRequest(self.address, EMAIL, PASSWORD, device_name="Phone"))
        finally:
            first.database.close()
        # It belongs to the account's user from now on.
        ctx = open_context(str(folder))
        try:
            made = Away(ctx)
            made.sync()
            yield made
        finally:
            ctx.database.close()

    @contextmanager
    def desk(self, qtbot: QtBot, folder: Path) -> Iterator[Desk]:
        """A desk with a window, connected through the form."""
        with desk(qtbot, folder, page="today", open_context=open_context) as before:
            connect(before, self.address)
        with desk(qtbot, folder, page="today", open_context=open_context) as after:
            after.show()
            after.sees(lambda: state_of(after) == "synced")
            yield after


@dataclass
class Away:
    """A device that exchanges when it is told to."""

    ctx: Context

    def sync(self) -> None:
        sync_now(self.ctx)

    def run(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        """Run a workflow, and exchange."""
        answer = self.offline(workflow, *args, **fields)
        self.sync()
        return answer

    def offline(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        """Run a workflow without a network."""
        return workflow(self.ctx, *args, **fields).value


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    settings = Settings(data_dir=folder, **QUICK)
    folder.mkdir()
    upgrade(settings)
    app = create_app(settings)
    with serving(app) as address:
        add_account(app.state.desk, email=EMAIL, name="Kim", workspace="Studio", password=PASSWORD)
        yield Office(address, app)


def sync_page(at: Desk) -> SyncPage:
    """Go to the sync page as the status line does."""
    at.window.frame.status.sync.click()
    page = at.window.frame.pages.page("sync")
    assert isinstance(page, SyncPage)
    at.sees(lambda: page.is_settled)
    return page


def state_of(at: Desk) -> str:
    status = at.shell.syncing.status
    return "" if status is None else str(status.state)


def fill_in(page: SyncPage, **typed: str) -> None:
    """Type into the form, key by key, and press Enter."""
    form = page.unlinked.form
    for name, text in typed.items():
        line = form.fields[name].control
        line.setFocus()
        QTest.keyClicks(line, text)
    QTest.keyClick(form.server, Qt.Key.Key_Return)


def connect(at: Desk, address: str) -> None:
    """Show the window, fill in the form, and wait until the window wants to be opened anew."""
    at.show()
    page = sync_page(at)
    fill_in(page, server=address, email=EMAIL, password=PASSWORD)
    at.sees(lambda: at.window.wants_restart)
