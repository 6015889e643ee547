"""What is written for other programs reads back in them with the same sums, and no text of it is a formula."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import openpyxl
import pypdf
import pytest

from app.exchange.writers import ics, pdf, texts, xlsx
from app.exchange.writers.sheet import Column, Kind, Row, Sheet

COLUMNS = (
    Column("start", "Start", Kind.MOMENT),
    Column("seconds", "Duration", Kind.SECONDS, summed=True),
    Column("text", "Description"),
    Column("amount", "Amount", Kind.AMOUNT, summed=True),
    Column("billable", "Billable", Kind.FLAG),
    Column("count", "Entries", Kind.COUNT, summed=True),
)
NINE = datetime(2026, 2, 2, 9, tzinfo=ZoneInfo("Europe/Berlin"))
ROWS: list[Row] = [
    (NINE, 90_061, "=cmd|' /C calc'!A0", Decimal("79.17"), True, 1),
    (NINE, 59, '<b>"Ümlaut" & more</b>', Decimal("0.10"), False, 2),
    (NINE, None, "", None, False, 3),
]
Write = Callable[[Path, Sheet, Callable[[], None]], None]


def nothing() -> None:
    pass


def sheet(rows: list[Row] = ROWS, title: str = "Time [2026]") -> Sheet:
    return Sheet(title, ("February",), COLUMNS, rows)


def test_a_spreadsheet_holds_numbers_times_and_sums_that_are_formulas(tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    steps: list[None] = []
    xlsx.write(target, sheet(), lambda: steps.append(None))
    page = openpyxl.load_workbook(target).active
    values = openpyxl.load_workbook(target, data_only=True).active
    assert page is not None
    assert values is not None

    assert [cell.value for cell in page[1]] == ["Start", "Duration", "Description", "Amount", "Billable", "Entries"]
    assert [cell.value for cell in page[2]] == [
        datetime(2026, 2, 2, 9), timedelta(seconds=90_061), "=cmd|' /C calc'!A0", 79.17, "yes", 1,  # noqa: DTZ001
    ]  # fmt: skip
    assert page["C2"].data_type == "s"
    assert [page[cell].value for cell in ("B5", "D5", "F5")] == ["=SUM(B2:B4)", "=SUM(D2:D4)", "=SUM(F2:F4)"]
    assert [values[cell].value for cell in ("B5", "D5", "F5")] == [timedelta(seconds=90_120), 79.27, 6]
    assert (page["B4"].value, page["C4"].value, page.title, len(steps)) == (None, None, "Time  2026", 3)


def test_a_spreadsheet_goes_on_on_another_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    xlsx.write(tmp_path / "x.xlsx", sheet(title=""), nothing)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")

    assert book.sheetnames == ["Sheet", "Sheet 2"]
    assert [book[name]["F4" if name == "Sheet" else "F3"].value for name in book.sheetnames] == [
        "=SUM(F2:F3)",
        "=SUM(F2:F2)",
    ]


def test_an_empty_spreadsheet_has_a_heading_and_no_sums(tmp_path: Path) -> None:
    xlsx.write(tmp_path / "x.xlsx", sheet([]), nothing)

    page = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert page is not None
    assert page.max_row == 1


def test_a_spreadsheet_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        xlsx.write(tmp_path / "nowhere" / "x.xlsx", sheet(), nothing)


def test_csv_has_no_formulas(tmp_path: Path) -> None:
    texts.write_csv(tmp_path / "x.csv", sheet(), nothing)
    rows = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text("utf-8"))))

    assert rows[1] == ["2026-02-02T09:00:00+01:00", "25:01:01", "'=cmd|' /C calc'!A0", "79.17", "yes", "1"]
    assert rows[3] == ["2026-02-02T09:00:00+01:00", "", "", "", "no", "3"]


def test_html_is_one_file_in_which_texts_are_texts(tmp_path: Path) -> None:
    texts.write_html(tmp_path / "x.html", sheet(title="<script>"), nothing)
    page = (tmp_path / "x.html").read_text("utf-8")

    assert "<script" not in page
    assert "&lt;b&gt;&quot;Ümlaut&quot; &amp; more&lt;/b&gt;" in page
    assert page.count("<tr>") == 5
    assert '<td class="n">25:02:00</td>' in page
    assert '<td class="n">79.27</td>' in page
    assert "http" not in page.replace("http-equiv", "")


def test_json_reads_back_with_its_sums(tmp_path: Path) -> None:
    texts.write_json(tmp_path / "x.json", sheet(), nothing)
    read = json.loads((tmp_path / "x.json").read_text("utf-8"))

    assert (read["title"], read["about"], read["count"]) == ("Time [2026]", ["February"], 3)
    assert read["sums"] == {"seconds": 90_120, "amount": 79.27, "count": 6}
    assert read["rows"][0] == {
        "start": "2026-02-02T09:00:00+01:00", "seconds": 90_061, "text": "=cmd|' /C calc'!A0", "amount": 79.17,
        "billable": True, "count": 1,
    }  # fmt: skip
    texts.write_json(tmp_path / "x.json", sheet([]), nothing)
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))["rows"] == []


@pytest.mark.parametrize("write", [xlsx.write, texts.write_csv, texts.write_html, texts.write_json])
def test_whoever_counts_the_rows_can_end_it(tmp_path: Path, write: Write) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    with pytest.raises(Enough):
        write(tmp_path / "x", sheet(), stop)


def test_a_calendar_reads_back(tmp_path: Path) -> None:
    long_title = "fix; the, login\nform — " + "ü" * 100
    events = [
        ics.Event("a", 1_770_019_200, 1_770_022_800, long_title, ("Web, shop", "bug"), "Big"),
        ics.Event("b", 1_770_019_200, 1_770_019_200, "x"),
    ]
    ics.write(tmp_path / "x.ics", events, 1_770_000_000, nothing)
    content = (tmp_path / "x.ics").read_bytes()
    first, second = icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")

    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert (str(first["summary"]), str(first["uid"]), str(first["description"])) == (long_title, "a@stintbook", "Big")
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (
        datetime(2026, 2, 2, 8, tzinfo=UTC), datetime(2026, 2, 2, 9, tzinfo=UTC),
    )  # fmt: skip
    assert b"CATEGORIES:Web\\, shop,bug" in content
    assert "description" not in second


@pytest.mark.parametrize("count", [0, 1, 29, 30, 31, 64, 65, 66, 100, 230])
def test_every_page_on_paper_has_heads_and_says_of_how_many_it_is_one(tmp_path: Path, count: int) -> None:
    rows: list[Row] = [(NINE, 60, f"entry {at} Größe", Decimal("0.10"), True, 1) for at in range(count)]
    pdf.write(tmp_path / "x.pdf", sheet(rows), nothing, count=count)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "x.pdf").pages]

    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))
    assert all("Description" in page for page in pages)
    assert [f"entry {at} Größe" for at in range(count)] == [
        line for page in pages for line in page.splitlines() if line.startswith("entry")
    ]
    assert f"{count // 60}:{count % 60:02d}:00" in pages[-1]
    assert "Time [2026]" in pages[0]
    assert "February" in pages[0]


def test_what_does_not_fit_on_paper_is_cut_with_an_ellipsis() -> None:
    pdf.register_fonts()

    assert pdf.fitting("short", pdf.PLAIN, 8, 200) == "short"
    cut = pdf.fitting("a long text " * 20, pdf.PLAIN, 8, 60)
    assert cut.endswith("…")
    assert len(cut) < 20
    assert pdf.fitting("a\nb", pdf.PLAIN, 8, 60) == "a b"
    assert pdf.fitting("wide", pdf.PLAIN, 8, 1) == ""


def test_paper_that_is_stopped_or_cannot_be_written(tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        pdf.write(tmp_path / "x.pdf", sheet(), stop, count=3)
    with pytest.raises(OSError, match="No such file"):
        pdf.write(tmp_path / "nowhere" / "x.pdf", sheet(), nothing, count=3)
