"""Drills: devices of other releases, people whose rights change, and two stores that hold the same import."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.orchestrators.exchange.importing import run_import
from app.orchestrators.review.review import apply_fix, review_items
from app.orchestrators.sync.queue import export_waiting
from app.orchestrators.sync.status import sync_status
from app.storage.columns import id_to_row
from app.storage.unit_of_work import reading
from sync.protocol.version import NONE
from sync.server.admin import setup
from sync.server.database import open_engine
from sync.server.log.store import Store
from sync.server.people import accounts, leaving
from sync.server.people.desk import OPERATOR, Desk
from tests.support.drilled import agree, change_of_later_release, push_by_hand
from tests.support.exports import TOGGL, plan_of
from tests.support.linked import Computer, Office
from tests.support.server import PASSWORD, desk_over
from tests.support.server_process import free_port

Make = Callable[[str], Computer]
BEA = "bea@example.org"


@contextmanager
def operating(office: Office) -> Iterator[Desk]:
    """Give what an operator works with, also while the server serves."""
    engine = open_engine(office.settings)
    try:
        yield desk_over(Store(engine), office.settings)
    finally:
        engine.dispose()


def unknown_fields(computer: Computer, project: str) -> dict[str, object]:
    with computer.ctx.database.reading() as connection:
        (extra,) = connection.execute("SELECT extra FROM project WHERE id = ?", (id_to_row(project),)).fetchone()
    return json.loads(extra) if extra else {}


def parked(computer: Computer) -> list[tuple[str, dict[str, object]]]:
    with computer.ctx.database.reading() as connection:
        rows = connection.execute("SELECT kind, fields FROM parked").fetchall()
    return [(kind, json.loads(fields)) for kind, fields in rows]


def test_fields_of_a_later_release_survive_edits_of_older_ones_everywhere(office: Office, computer: Make) -> None:
    laptop, desk, newcomer = computer("laptop"), computer("desk"), computer("newcomer")
    project = laptop.add_project("Website").id
    with office.open() as address:
        for each in (laptop, desk):
            each.link(address)
            each.sync()
        later = change_of_later_release(laptop, "project", id_to_row(project), {"mood": "calm", "weight": 3}, NONE)
        push_by_hand(laptop, later, own=False)
        laptop.sync()
        laptop.rename(project, "Edited by an older one")
        agree(laptop, desk)
        newcomer.link(address)
        agree(newcomer, laptop)

    for each in (laptop, desk, newcomer):
        assert each.project_names() == ["Edited by an older one"]
        assert unknown_fields(each, project) == {"mood": "calm", "weight": 3}


def test_unknown_kind_waits_on_the_device_and_goes_back_to_a_restored_server(office: Office, computer: Make) -> None:
    laptop, newcomer, port = computer("laptop"), computer("newcomer"), free_port()
    with office.open_at(port) as address:
        laptop.link(address)
        laptop.sync()
    office.backup("kept")
    with office.open_at(port):
        later = change_of_later_release(laptop, "mood_board", bytes(range(16)), {"title": "Spring"}, NONE)
        push_by_hand(laptop, later, own=True)
        laptop.sync()
        assert parked(laptop) == [("mood_board", {"title": "Spring"})]
    office.restore("kept")
    with office.open_at(port):
        agree(laptop)
        newcomer.link(address)
        agree(newcomer, laptop)

    assert parked(newcomer) == parked(laptop) == [("mood_board", {"title": "Spring"})]


def test_what_a_viewer_changes_waits_can_be_exported_and_goes_out_with_the_right(
    office: Office, computer: Make, tmp_path: Path
) -> None:
    ada, bea = computer("ada"), computer("bea")
    with office.open() as address, operating(office) as desk:
        studio = setup.find_workspace(desk, "Studio")
        setup.add_to_workspace(desk, studio, email=BEA, name="Bea", role="member", password=PASSWORD)
        ada.link(address)
        bea.link(address, email=BEA)
        agree(ada, bea)
        setup.give_role(desk, studio, BEA, "viewer")
        bea.add_project("By a viewer")
        bea.sync()
        assert sync_status(bea.ctx).waiting == 1
        assert export_waiting(bea.ctx, tmp_path / "waiting.json") == 1
        assert "By a viewer" in (tmp_path / "waiting.json").read_text()
        ada.sync()
        assert ada.project_names() == []
        setup.give_role(desk, studio, BEA, "member")
        agree(bea, ada)

    assert ada.project_names() == bea.project_names() == ["By a viewer"]


def test_what_somebody_sent_away_recorded_stays_can_be_exported_and_goes_out_when_let_in_again(
    office: Office, computer: Make, tmp_path: Path
) -> None:
    ada, bea = computer("ada"), computer("bea")
    with office.open() as address, operating(office) as desk:
        studio = setup.find_workspace(desk, "Studio")
        setup.add_to_workspace(desk, studio, email=BEA, name="Bea", role="member", password=PASSWORD)
        ada.link(address)
        bea.link(address, email=BEA)
        ada.add_project("Website")
        agree(ada, bea)
        _send_away(desk, studio.id)
        bea.add_entry("recorded after that")
        bea.add_project("So too")
        bea.sync()
        status = sync_status(bea.ctx)
        assert [need.code for need in status.needs] == ["access_lost"]
        assert status.waiting == 2
        assert bea.project_names() == ["So too", "Website"]
        assert export_waiting(bea.ctx, tmp_path / "waiting.json") == 2
        setup.give_role(desk, studio, BEA, "member")
        agree(bea, ada)

    assert sync_status(bea.ctx).needs == ()
    assert bea.descriptions() == ["recorded after that"]
    assert ada.project_names() == bea.project_names() == ["So too", "Website"]


def _send_away(desk: Desk, workspace: str) -> None:
    with desk.acting(OPERATOR) as act:
        account = accounts.by_email(act.connection, BEA)
        leaving.take_out(act, workspace=workspace, user=account.id, asking="owner")


def test_same_file_imported_on_two_full_devices_becomes_one_of_each_entry(
    office: Office, computer: Make, tmp_path: Path
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    for each in (laptop, desk):
        run_import(each.ctx, plan_of(each.ctx, tmp_path, TOGGL))
    with office.open() as address:
        for each in (laptop, desk):
            each.link(address)
            each.sync()
        agree(laptop, desk)
        (found,) = {
            next(item.key for item in review_items(each.ctx) if item.key.startswith("imported_twice"))
            for each in (laptop, desk)
        }
        apply_fix(desk.ctx, found, "keep_one")
        agree(laptop, desk)

    for each in (laptop, desk):
        assert each.descriptions() == ["fix", "read"]
        assert not any(item.key.startswith("imported_twice") for item in review_items(each.ctx))
        with reading(each.ctx) as read:
            assert read.conflicts.count_open() == 0
