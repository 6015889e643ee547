"""Frozen classes behave as the dataclasses they take the place of."""

import copy
import dataclasses
import inspect
import pickle
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from app.domain.frozen import frozen

T = TypeVar("T")


@frozen(kw_only=True)
class Named:
    """Has a name."""

    name: str


@frozen(kw_only=True)
class Tool(Named):
    """A tool."""

    price: int = 5
    about: str | None = None
    kinds: ClassVar[tuple[str, ...]] = ("hammer",)

    @property
    def is_cheap(self) -> bool:
        return self.price < 10


@frozen
class Span:
    """From, to."""

    since: int
    until: int = 9

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError("backwards")


@frozen
class Box(Generic[T]):
    """Something inside."""

    content: T


@frozen
class Nothing:
    """No field."""


@frozen
class Odd:
    """Has its own ways."""

    value: int

    def __init__(self, value: int) -> None:
        object.__setattr__(self, "value", value * 2)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Odd)

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "odd"


def test_fields_are_given_by_place_or_by_name_and_have_their_defaults() -> None:
    assert (Span(1).since, Span(1).until, Span(1, until=3).until) == (1, 9, 3)
    assert (Tool(name="saw").price, Tool(name="saw", price=20).is_cheap, Tool.kinds) == (5, False, ("hammer",))
    with pytest.raises(TypeError):
        Tool("saw")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Span()  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="backwards"):
        Span(3, 1)


def test_nothing_can_be_set_taken_away_or_added() -> None:
    span = Span(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match=r"Span\.since"):
        span.since = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del span.since
    with pytest.raises(AttributeError):
        span.other = 2  # type: ignore[attr-defined]
    assert not hasattr(Tool(name="saw"), "__dict__")


def test_equal_by_class_and_values() -> None:
    assert Span(1) == Span(1, 9)
    assert hash(Span(1)) == hash(Span(1, 9))
    assert Span(1) != Span(2)
    assert Box(1) != Odd(1)
    assert Nothing() == Nothing()
    assert len({Box("a"), Box("a"), Nothing()}) == 2


def test_shows_its_fields() -> None:
    assert repr(Tool(name="saw")) == "Tool(name='saw', price=5, about=None)"
    assert Box.__match_args__ == ("content",)
    assert Tool.__match_args__ == ()
    assert Tool.__doc__ == "A tool."


def test_own_ways_are_kept() -> None:
    assert Odd(2).value == 4
    assert Odd(2) == Odd(3)
    assert (hash(Odd(2)), repr(Odd(2))) == (7, "odd")


def test_copies_and_pickles_are_equal() -> None:
    tool = Tool(name="saw", price=3)

    assert copy.copy(tool) == copy.deepcopy(tool) == pickle.loads(pickle.dumps(tool)) == tool


def test_is_a_dataclass_to_everybody_who_asks() -> None:
    assert [(f.name, f.default, f.kw_only) for f in dataclasses.fields(Span)] == [
        ("since", dataclasses.MISSING, False), ("until", 9, False),
    ]  # fmt: skip
    assert dataclasses.replace(Tool(name="saw"), price=7) == Tool(name="saw", price=7)
    assert dataclasses.asdict(Tool(name="saw")) == {"name": "saw", "price": 5, "about": None}
    assert dataclasses.is_dataclass(Nothing)
    assert list(inspect.signature(Span).parameters) == ["since", "until"]


def test_a_dataclass_can_build_on_it() -> None:
    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class Saw(Tool):
        teeth: int

    make: Any = Saw
    assert make(name="saw", teeth=40) == make(name="saw", price=5, teeth=40)
