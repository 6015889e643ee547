"""Bodies are read back as what was packed, whatever the values; the usual ones are small."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.base import Kind
from app.storage.bodies import makes_new, pack, pack_new, unpack
from app.storage.columns import layout
from sync.protocol.version import NONE, Version

ID = bytes(range(16))
ids = st.binary(min_size=16, max_size=16) | st.just(ID)
maybe_ids = st.none() | ids
texts = st.text(st.characters(codec="utf-8"), max_size=10)
# Values a version before or a device elsewhere may have written are among them.
instants = st.integers(0, 1 << 32) | st.integers(-(1 << 53), 1 << 53)
ROWS = st.tuples(
    ids, instants, texts, st.none() | instants, texts, maybe_ids, maybe_ids, maybe_ids, st.integers(0, 1),
    st.lists(ids, max_size=3, unique=True).map(lambda tags: b"".join(sorted(tags))), texts, st.none() | texts,
)  # fmt: skip
ROW: tuple[Any, ...] = (
    ID, 1_772_438_400, "Europe/Berlin", 1_772_442_000, "Draft", ID, None, None, 1, ID, "import:toggl", "41-ac07",
)  # fmt: skip


@given(instants, ROWS)
def test_a_new_entry_is_read_back_as_it_was(created_at: int, row: tuple[Any, ...]) -> None:
    wire = layout(Kind.TIME_ENTRY).to_wire(created_at, row)

    stored = pack_new(Kind.TIME_ENTRY, created_at, row)

    assert unpack(stored) == (wire, dict.fromkeys(wire, NONE))
    assert makes_new(stored)


def test_the_usual_entry_is_kept_as_bytes_without_names() -> None:
    stored = pack_new(Kind.TIME_ENTRY, 1_772_438_400, ROW)

    assert isinstance(stored, bytes)
    assert len(stored) == 15 + 3 * 16 + len("Europe/Berlin import:toggl 41-ac07 Draft")


def test_an_entry_that_does_not_fit_is_kept_as_text() -> None:
    for place, value in (
        (1, -1),
        (3, 0),
        (2, "Europe\0Berlin"),
        (5, b"short"),
        (9, b"short"),
        (10, "a\0b"),
        (11, "\0"),
    ):
        row = (*ROW[:place], value, *ROW[place + 1 :])

        stored = pack_new(Kind.TIME_ENTRY, 1_772_438_400, row)

        assert isinstance(stored, str), value
        assert unpack(stored)[0] == layout(Kind.TIME_ENTRY).to_wire(1_772_438_400, row)


def test_a_change_of_some_fields_is_read_back_with_what_it_was_based_on() -> None:
    before = Version(bytes(15) + b"\1")

    stored = pack({"description": "Draft", "billable": True}, {"description": before, "billable": NONE})

    assert unpack(stored) == ({"description": "Draft", "billable": True}, {"description": before, "billable": NONE})
    assert not makes_new(stored)
