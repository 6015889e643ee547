"""Ids as people type them: enough of the end of one."""

import pytest

from app.cli.names import looks_like_id, with_id
from app.domain.entities.projects import Tag
from app.domain.errors import NotFound, RuleBroken

ONE, OTHER = "019cad8f-ac01-7d8e-91b7-584a2265b1f5", "019cad8f-ac01-7d8e-91b7-584a2365b1f5"
TAGS = [Tag(id=id_, created_at=0, name=id_) for id_ in (ONE, OTHER)]


def found(word: str) -> str:
    return with_id(TAGS, word, nothing="There is none.").id


def test_enough_of_the_end_of_an_id_is_the_thing() -> None:
    assert found("2265b1f5") == found("584A2265-B1F5") == found(ONE) == ONE
    assert found("a2365b1f5") == OTHER


def test_what_could_be_several_says_what_tells_them_apart() -> None:
    with pytest.raises(RuleBroken, match=r"could be several.+: 265b1f5 or 365b1f5"):
        found("65b1f5")


@pytest.mark.parametrize("word", ["", "f5", "b1f6", "vacation", "zzzz"])
def test_what_is_no_end_of_an_id_is_not_found(word: str) -> None:
    with pytest.raises(NotFound, match="There is none"):
        found(word)


def test_words_are_told_from_ids() -> None:
    assert [looks_like_id(word) for word in ("65b1f5", ONE, "mon-fri", "sat", "f5")] == [
        True,
        True,
        False,
        False,
        False,
    ]
