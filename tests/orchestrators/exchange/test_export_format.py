"""The description of the export is true: every file, every column, every composite it names."""

from pathlib import Path

from app.domain.entities.base import Kind
from app.orchestrators.exchange.exporting import COLUMNS
from app.storage.columns import COMPOSITES, MEMBERS

TEXT = (Path(__file__).parents[3] / "resources" / "help" / "export-format.md").read_text(encoding="utf-8")


def test_every_kind_has_its_file_described() -> None:
    assert [kind for kind in Kind if f"`{kind.value}.jsonl`" not in TEXT] == []


def test_every_column_of_the_table_is_described() -> None:
    assert [name for name in COLUMNS if f"`{name}`" not in TEXT] == []


def test_every_composite_and_every_set_is_described() -> None:
    for kind, parts in COMPOSITES.items():
        assert f"`{kind}`" in TEXT
        assert all(f"`{name}`" in TEXT for name in parts)
    for _, prefix in MEMBERS.values():
        assert f"`{prefix}:ID`" in TEXT
