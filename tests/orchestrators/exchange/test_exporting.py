"""Exporting: a table that spreadsheets cannot misunderstand, and everything in a file that can be read back."""

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.base import Kind
from app.domain.entities.projects import Client
from app.domain.ids import ClientId
from app.exchange.records import UnreadableFile
from app.exchange.writers.sheet import harmless
from app.orchestrators.exchange.exporting import export_csv, export_everything, import_everything
from app.orchestrators.exchange.plans import ImportCancelled
from app.orchestrators.exchange.writing import ExportCancelled, NotWritten
from app.orchestrators.history.history import undo
from app.storage.bulk_copy import everything_of
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.rollups import differences
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, make_context, make_entry, make_project, make_tag


def fill(ctx: Context) -> None:
    """A client, a project, a tag, a setting, three entries of which one is running and one in the trash."""
    client = Client(id=ctx.new_id(), created_at=ctx.now(), name="Acme")
    project = make_project(ctx, "=Website", client=ClientId(client.id))
    tag = make_tag(ctx)
    gone = make_entry(ctx, MORNING - 9000, description="gone")
    with unit_of_work(ctx) as work:
        work.clients.save(client)
        work.projects.save(project)
        work.tags.save(tag)
        work.settings.put("week_start", 6)
        work.time_entries.save_all(
            (
                make_entry(
                    ctx, MORNING - 7200, 5400, project=project, tags=frozenset((tag.id,)), description="fix\nit"
                ),
                make_entry(ctx, MORNING - 60, None, description="now", project=make_project(ctx)),
                gone,
            )
        )
    with unit_of_work(ctx) as work:
        work.time_entries.delete(gone.id)


def contents(ctx: Context) -> dict[Kind, list[Any]]:
    """All that an export takes, whatever the order, without the moment of deletion."""
    with reading(ctx) as read:
        return {
            kind: sorted(
                ((c.id, c.fields, c.deleted_at is None) for c in everything_of(read, kind)), key=lambda one: one[0]
            )
            for kind in Kind
        }


def test_the_table_has_instants_names_and_lengths(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)

    assert export_csv(ctx, tmp_path / "out.csv") == 2

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert first == {
        "start": "2026-03-02T07:00:00+01:00", "end": "2026-03-02T08:30:00+01:00", "zone": "Europe/Berlin",
        "seconds": "5400", "hours": "1.5000", "description": "fix\nit", "project": "'=Website", "client": "Acme",
        "task": "", "milestone": "", "tags": "bug", "billable": "no", "source": "timer",
    }  # fmt: skip
    assert (second["end"], second["seconds"], second["project"]) == ("", "", "(missing)")


@given(st.text(max_size=5))
def test_no_text_is_a_formula(text: str) -> None:
    assert harmless(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_the_table_can_be_narrowed(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)

    assert export_csv(ctx, tmp_path / "out.csv", chosen=EntryFilter(text="now")) == 1


def test_a_stopped_export_leaves_no_file(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)
    for export in (export_csv, export_everything):
        with pytest.raises(ExportCancelled):
            export(ctx, tmp_path / "out", cancelled=lambda: True)

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(ctx: Context, tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match=r"could not be written: No such file.*Nothing was changed"):
        export_csv(ctx, tmp_path / "nowhere" / "out.csv")


def test_an_export_replaces_the_file_of_before_only_when_it_is_whole(ctx: Context, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    target.write_text("before")
    with pytest.raises(ExportCancelled):
        export_everything(ctx, target, cancelled=lambda: True)
    assert target.read_text() == "before"

    export_everything(ctx, target)
    assert zipfile.is_zipfile(target)


def test_everything_comes_back_equal(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)
    told: list[tuple[int, int]] = []
    summary = export_everything(ctx, tmp_path / "all.zip", progress=lambda *figures: told.append(figures))
    other = make_context(seed=5)

    outcome = import_everything(other, tmp_path / "all.zip", progress=lambda *figures: told.append(figures))

    assert contents(other) == contents(ctx)
    assert {kind: count for kind, count in summary.counts.items() if count} == outcome.value.counts
    assert told[-1] == (7, 7)
    with other.database.reading() as connection:
        assert differences(connection) == []
    other.database.close()


def test_fields_of_a_newer_version_come_back_too(ctx: Context, tmp_path: Path) -> None:
    entry = make_entry(ctx)
    with unit_of_work(ctx) as work:
        work.time_entries.save(entry)
    with unit_of_work(ctx) as work:
        stored = work.time_entries.stored(bytes.fromhex(entry.id.replace("-", "")))
        assert stored is not None
        work.time_entries.set_fields(entry.id, stored, {"mood": "good", "places": ["here", 2]})
    export_everything(ctx, tmp_path / "all.zip")
    other = make_context(seed=5)
    import_everything(other, tmp_path / "all.zip")

    assert contents(other) == contents(ctx)
    other.database.close()


def test_reading_back_twice_adds_nothing_and_one_undo_takes_it_back(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)
    export_everything(ctx, tmp_path / "all.zip")
    other = make_context(seed=5)
    import_everything(other, tmp_path / "all.zip")
    again = import_everything(other, tmp_path / "all.zip").value
    assert (again.counts, again.present["time_entry"]) == ({}, 3)

    undo(other)
    with reading(other) as read:
        assert (read.time_entries.all_running(), read.projects.all(), read.settings.values()) == ([], [], {})

    back = import_everything(other, tmp_path / "all.zip").value
    assert back.revived["time_entry"] == 2
    assert contents(other) == contents(ctx)
    other.database.close()


def test_a_second_timer_does_not_come_in_running(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)
    export_everything(ctx, tmp_path / "all.zip")
    other = make_context(seed=5)
    with unit_of_work(other) as work:
        work.time_entries.save(make_entry(other, MORNING - 30, None, description="here"))

    outcome = import_everything(other, tmp_path / "all.zip")

    assert "ended at the time of the export" in outcome.value.notes[0]
    with reading(other) as read:
        assert [entry.description for entry in read.time_entries.all_running()] == ["here"]
        assert {entry.ended_at for entry in read.time_entries.search("now")} == {MORNING}
    other.database.close()


def test_what_is_mine_there_is_mine_here(ctx: Context, tmp_path: Path) -> None:
    from dataclasses import replace

    fill(ctx)
    export_everything(ctx, tmp_path / "all.zip")
    other = make_context(seed=5)
    somebody = replace(other, user=type(ctx.user)("0195f000-0000-7000-8000-0000000000ff"))

    import_everything(somebody, tmp_path / "all.zip")

    with reading(somebody) as read:
        assert read.time_entries.running(somebody.user) is not None
    other.database.close()


def remade(folder: Path, ctx: Context, change: dict[str, str | None]) -> Path:
    """An export with some of its files replaced or left out."""
    export_everything(ctx, folder / "all.zip")
    target = folder / "changed.zip"
    with zipfile.ZipFile(folder / "all.zip") as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change.get(name, old.read(name).decode())
            if content is not None:
                new.writestr(name, content)
    return target


def manifest(**changed: Any) -> str:
    whole = {"format": "stintbook-export", "version": 1, "schema": 1, "exported_at": 1, "user": "a", "counts": {}}
    return json.dumps(whole | changed)


ENTRY = '{"id":"0195f000-0000-7000-8000-000000000010","fields":{%s}}\n'


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"manifest.json": None}, "no manifest that can be read"),
        ({"manifest.json": "[" * 100_000}, "no manifest that can be read"),
        ({"manifest.json": "[]"}, "is no export of everything"),
        ({"manifest.json": manifest(format="other")}, "is no export of everything"),
        ({"manifest.json": manifest(version=2)}, "newer Stintbook"),
        ({"manifest.json": manifest(counts={"tag": -1})}, "is no export of everything"),
        ({"manifest.json": manifest(counts={"client": 1, "project": 1, "tag": 3})}, "has 1 lines instead of 3"),
        ({"tag.jsonl": None}, "has 0 lines instead of 1"),
        ({"tag.jsonl": "{"}, "Line 1 of “tag.jsonl” in “changed.zip” is no JSON"),
        ({"tag.jsonl": "[]\n"}, "Input should be an object"),
        ({"tag.jsonl": '{"fields":{}}\n'}, "it has no id"),
        ({"tag.jsonl": '{"id":"1","fields":{}}\n'}, "is not understood"),
        ({"tag.jsonl": ENTRY % '"name":{"a":1}'}, "“name” is no plain value"),
        ({"tag.jsonl": ENTRY % '"name":[7],"color":""'}, "is not understood"),
        ({"project.jsonl": ENTRY % '"name":"a","status":"bogus"'}, "is not understood"),
        ({"time_entry.jsonl": ENTRY % '"span":[1,2,"No/Where"]'}, "is not understood"),
        ({"time_entry.jsonl": ENTRY % '"span":7'}, "is not understood"),
        ({"time_entry.jsonl": ENTRY % f'"span":[1,{10**30},"UTC"],"user":"{7:032x}"'}, "is not understood"),
        ({"tag.jsonl": "x" * 5_000_000}, "would unpack to|far too long"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_adds_nothing(
    ctx: Context, tmp_path: Path, change: dict[str, str | None], sentence: str
) -> None:
    fill(ctx)
    path = remade(tmp_path, ctx, change)
    other = make_context(seed=5)

    with pytest.raises(UnreadableFile, match=sentence) as caught:
        import_everything(other, path)

    assert str(caught.value).endswith("Nothing was added.")
    assert not any(contents(other).values())
    other.database.close()


def test_a_bomb_is_not_unpacked(ctx: Context, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", manifest(counts={"tag": 1}))
        archive.writestr("tag.jsonl", b"0" * 20_000_000)

    with pytest.raises(UnreadableFile, match="would unpack to"):
        import_everything(ctx, path)


def test_names_that_lead_elsewhere_are_never_used(ctx: Context, tmp_path: Path) -> None:
    path = tmp_path / "names.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest())
        archive.writestr("../../evil.jsonl", "evil")

    assert import_everything(ctx, path).value.counts == {}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["names.zip"]


def test_a_file_cut_off_anywhere_adds_nothing(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)
    export_everything(ctx, tmp_path / "all.zip")
    whole = (tmp_path / "all.zip").read_bytes()
    other = make_context(seed=5)
    for tenth in range(10):
        (tmp_path / "cut.zip").write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(UnreadableFile):
            import_everything(other, tmp_path / "cut.zip")

    assert not any(contents(other).values())
    other.database.close()


def test_a_damaged_file_adds_nothing(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)
    export_everything(ctx, tmp_path / "all.zip")
    whole = bytearray((tmp_path / "all.zip").read_bytes())
    at = whole.index(b"time_entry.jsonl") + 40
    whole[at : at + 8] = b"\xff" * 8
    (tmp_path / "all.zip").write_bytes(whole)
    other = make_context(seed=5)

    with pytest.raises(UnreadableFile):
        import_everything(other, tmp_path / "all.zip")
    other.database.close()


def test_a_file_that_is_not_there_is_told(ctx: Context, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read: No such file"):
        import_everything(ctx, tmp_path / "nothing.zip")


def test_reading_back_can_be_stopped(ctx: Context, tmp_path: Path) -> None:
    fill(ctx)
    export_everything(ctx, tmp_path / "all.zip")
    other = make_context(seed=5)

    with pytest.raises(ImportCancelled):
        import_everything(other, tmp_path / "all.zip", cancelled=lambda: True)

    assert not any(contents(other).values())
    other.database.close()
