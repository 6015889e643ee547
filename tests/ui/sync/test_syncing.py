"""The lane beside the work lanes: begun late, ended at once, told of the network, heard on the GUI thread."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from app.bootstrap import open_context
from app.orchestrators.sync.link import Link, save_link
from app.orchestrators.sync.values import SyncState, SyncStatus
from tests.support.desk import Desk, desk
from tests.support.office import fill_in, sync_page
from tests.support.pages import Stage


@contextmanager
def deaf_server() -> Iterator[str]:
    """A server that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"


def lanes() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "stintbook-sync"]


def asking() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "stintbook-ask"]


def test_without_a_server_it_says_so_and_the_keyboard_waits_in_the_form(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path, page="today") as at:
        at.show()
        at.sees(lambda: at.shell.syncing.status is not None)
        page = sync_page(at)

        at.sees(lambda: at.window.focusWidget() is page.unlinked.form.server)
        assert at.shell.syncing.status is not None
        assert not at.shell.syncing.status.linked


def test_first_start_offers_to_connect_a_server(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path, page="today") as at:
        at.show()
        at.sees(at.window.frame.first.isVisible)

        at.window.frame.first.server_button.click()

        assert at.window.frame.page == "sync"
        page = at.window.frame.pages.page("sync")
        at.sees(page.isVisible)


def test_closing_waits_for_no_server(qtbot: QtBot, tmp_path: Path) -> None:
    with deaf_server() as address:
        ctx = open_context(str(tmp_path))
        save_link(ctx, Link(address, "kim@x", "0" * 32, "d" * 32, "Laptop"))
        ctx.database.close()
        made = Desk(qtbot, tmp_path, page="today", open_context=open_context)
        made.show()
        made.sees(lambda: made.shell.syncing.status is not None)

        made.close()

        assert not lanes(), "the server is silent still, and is cut off"


def test_closing_waits_for_no_form(qtbot: QtBot, tmp_path: Path) -> None:
    with deaf_server() as address:
        made = Desk(qtbot, tmp_path, page="today", open_context=open_context)
        made.show()
        page = sync_page(made)
        fill_in(page, server=address, email="kim@x", password="secret")
        made.sees(asking)

        made.close()

        assert asking(), "the server is silent still, and nobody has waited for it"


def test_nothing_begins_after_the_end(stage: Stage, qtbot: QtBot) -> None:
    stage.shell.syncing.stop()
    stage.run(qtbot, lambda _ctx: None)
    assert stage.ctx is not None

    stage.shell.syncing.begin(stage.ctx)
    stage.shell.syncing.sync_now()
    stage.shell.syncing.network_returned()
    stage.shell.syncing.relinked()

    assert not lanes()


def test_what_the_lane_says_is_not_overruled_by_what_was_read(stage: Stage, qtbot: QtBot) -> None:
    syncing = stage.shell.syncing
    heard: list[SyncStatus] = []
    syncing.changed.connect(heard.append)
    live = SyncStatus(SyncState.SYNCING, server="https://sync.example")
    syncing._on_reported(live)
    syncing._on_reported(live)

    syncing._on_looked(SyncStatus(SyncState.WAITING, server="https://sync.example"))
    assert heard == [live]
    syncing._on_looked(SyncStatus())

    assert [status.state for status in heard] == [SyncState.SYNCING, SyncState.OFF]


@pytest.mark.parametrize("reach", [QNetworkInformation.Reachability.Online, QNetworkInformation.Reachability.Local])
def test_a_network_that_is_back_is_tried_at_once(stage: Stage, qtbot: QtBot, reach: object) -> None:
    stage.run(qtbot, lambda _ctx: None)
    assert stage.ctx is not None
    stage.shell.syncing.begin(stage.ctx)

    stage.shell.syncing._on_reachability(reach)

    qtbot.waitUntil(lambda: stage.shell.syncing.status is not None)
    stage.shell.syncing.stop()
