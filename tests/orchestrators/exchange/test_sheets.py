"""Entries as spreadsheet, page, JSON and calendar: the same entries and the same sums everywhere."""

import json
from pathlib import Path

import icalendar
import openpyxl
import pypdf
import pytest

from app.domain.entities.billing import Rate, RateScope
from app.orchestrators.exchange.sheets import Form, export_entries
from app.orchestrators.exchange.writing import ExportCancelled, NotWritten
from app.storage.context import Context
from app.storage.filters import EntryFilter
from tests.orchestrators.making import HOUR, a_project, put
from tests.support.store import MORNING, make_entry


@pytest.fixture
def worked(ctx: Context) -> Context:
    project = a_project(ctx, "Web")
    rate = Rate(
        id=ctx.new_id(), created_at=ctx.now(), scope=RateScope.USER, user=ctx.user, amount=9500, currency="EUR",
        effective_from="2020-01-01",
    )  # fmt: skip
    put(
        ctx,
        rate,
        make_entry(ctx, MORNING - 4 * HOUR, 3000, description="=fix", project=project.id, billable=True),
        make_entry(ctx, MORNING - 2 * HOUR, HOUR, description="mail"),
        make_entry(ctx, MORNING - HOUR, None, description="still on"),
    )
    return ctx


def test_every_form_holds_the_same_entries_and_sums(worked: Context, tmp_path: Path) -> None:
    paths = {form: tmp_path / f"x.{form}" for form in Form}
    counts = {form: export_entries(worked, path, form) for form, path in paths.items()}
    assert counts == {Form.XLSX: 3, Form.HTML: 3, Form.JSON: 3, Form.ICS: 2, Form.PDF: 3}

    read = json.loads(paths[Form.JSON].read_text("utf-8"))
    assert (read["count"], read["sums"]) == (3, {"seconds": 6600, "amount": 79.17})
    first, _, running = read["rows"]
    assert (first["project"], first["amount"], first["currency"], first["billable"]) == ("Web", 79.17, "EUR", True)
    assert (running["end"], running["seconds"]) == (None, None)

    page = openpyxl.load_workbook(paths[Form.XLSX], data_only=True).active
    assert page is not None
    assert (page["C5"].value.total_seconds(), page["K5"].value, page["D2"].value) == (6600, 79.17, "=fix")
    assert '<td class="n">1:50:00</td>' in paths[Form.HTML].read_text("utf-8")
    (paper,) = pypdf.PdfReader(paths[Form.PDF]).pages
    assert "1:50:00" in paper.extract_text()
    assert "79.17" in paper.extract_text()
    events = icalendar.Calendar.from_ical(paths[Form.ICS].read_text("utf-8")).walk("VEVENT")
    spent = [event.decoded("dtend") - event.decoded("dtstart") for event in events]
    assert sum(one.total_seconds() for one in spent) == 6600


def test_a_filter_and_its_days_are_said(worked: Context, tmp_path: Path) -> None:
    said = []
    for since, until in (("2026-03-01", "2026-03-31"), ("2026-03-01", None), (None, "2026-02-01")):
        export_entries(worked, tmp_path / "x", Form.JSON, chosen=EntryFilter(since_day=since, until_day=until))
        said.append(json.loads((tmp_path / "x").read_text("utf-8"))["about"][0])

    assert said == ["2026-03-01 to 2026-03-31", "From 2026-03-01", "Until 2026-02-01"]


def test_amounts_of_several_currencies_have_no_sum(worked: Context, tmp_path: Path) -> None:
    other = Rate(
        id=worked.new_id(), created_at=1, scope=RateScope.USER, user=worked.user, amount=1, currency="JPY",
        effective_from="2030-01-01",
    )  # fmt: skip
    put(worked, other)
    export_entries(worked, tmp_path / "x", Form.JSON)

    assert json.loads((tmp_path / "x").read_text("utf-8"))["sums"] == {"seconds": 6600}


@pytest.mark.parametrize("form", Form)
def test_an_export_that_is_stopped_or_cannot_be_leaves_nothing(worked: Context, tmp_path: Path, form: Form) -> None:
    with pytest.raises(ExportCancelled):
        export_entries(worked, tmp_path / "x", form, cancelled=lambda: True)
    with pytest.raises(NotWritten):
        export_entries(worked, tmp_path / "nowhere" / "x", form)

    assert list(tmp_path.iterdir()) == []
