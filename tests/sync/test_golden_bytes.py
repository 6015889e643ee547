"""Bytes that are on people's disks and on the wire. They never change; a test that fails here says: do not release this.

The file may grow by new forms; what is in it stays.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from sync.engine.digest import of_entity
from sync.engine.lineage import BEGINNING, extend
from sync.engine.stamps import Stamps, decode, encode
from sync.protocol.change import decode_body, encode_body, from_wire, to_wire
from sync.protocol.version import from_text

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text("utf-8"))
STANDARD = frozenset(GOLDEN["standard"])


def by_what(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["what"] for case in cases])


@by_what(GOLDEN["records"])
def test_a_record_of_the_first_release_is_read_and_written_byte_for_byte(case: dict[str, Any]) -> None:
    change = from_wire(json.loads(case["wire"]))

    assert json.dumps(to_wire(change), ensure_ascii=False, separators=(",", ":")) == case["wire"]


@by_what(GOLDEN["records"])
def test_a_body_of_the_first_release_is_read_and_written_byte_for_byte(case: dict[str, Any]) -> None:
    change = from_wire(json.loads(case["wire"]))

    assert encode_body(change.fields, change.base) == case["body"]
    assert decode_body(case["body"]) == (change.fields, change.base)


def stamps_of(case: dict[str, Any]) -> Stamps:
    said = case["stamps"]
    fields, seen = ({name: from_text(text) for name, text in said[part].items()} for part in ("fields", "seen"))
    return Stamps(fields, seen, from_text(said["deleted"]))


@by_what(GOLDEN["stamps"])
def test_stamps_of_the_first_release_are_read_and_written_byte_for_byte(case: dict[str, Any]) -> None:
    stored = bytes.fromhex(case["stored"])

    assert decode(stored, STANDARD) == stamps_of(case)
    assert encode(stamps_of(case), STANDARD) == stored


@by_what(GOLDEN["stamps"])
def test_digests_of_the_first_release_stay(case: dict[str, Any]) -> None:
    assert of_entity(bytes.fromhex("0195f0000000700080000000000000aa"), stamps_of(case)).hex() == case["digest"]


def test_the_chain_of_the_first_release_stays() -> None:
    chain = BEGINNING
    for version, expected in GOLDEN["chain"]:
        chain = extend(chain, from_text(version))
        assert chain.hex() == expected
