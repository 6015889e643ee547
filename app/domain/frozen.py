"""Frozen classes, as ``dataclass(frozen=True, slots=True)`` makes them, in a fifth of the time.

A dataclass compiles six methods when its module is imported. The fifty or so on the way of a quick command took more
time than all its work; here one method is compiled and the others are shared. For everybody who asks (``replace``,
``fields``, ``asdict``, pydantic, type checkers) these classes are dataclasses: their fields are told when asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform, overload

T = TypeVar("T")
_NONE: Any = object()


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def frozen(cls: type[T] | None = None, /, *, kw_only: bool = False) -> Any:
    """Make a class of annotated fields frozen and slotted, with ``__init__``, equality, hash and repr.

    A default is shared by all instances, so it has to be immutable; what needs ``field()`` is a case for ``dataclass``.
    """
    if cls is None:
        return lambda decorated: _made(decorated, kw_only)
    return _made(cls, kw_only)


def _made(cls: type[Any], kw_only: bool) -> type[Any]:
    annotations = {
        name: kind
        for name, kind in cls.__dict__.get("__annotations__", {}).items()  # noqa: RUF063 - loading inspect takes 6 ms
        if "ClassVar" not in str(kind)
    }
    fields: dict[str, tuple[Any, Any, bool]] = {}
    for base in reversed(cls.__mro__[1:]):
        fields |= base.__dict__.get("__frozen_fields__", {})
    slots = tuple(name for name in annotations if name not in fields)
    fields |= {name: (kind, cls.__dict__.get(name, _NONE), kw_only) for name, kind in annotations.items()}
    shared = {name: value for name, value in _SHARED.items() if name not in cls.__dict__}
    kept = {
        name: value for name, value in cls.__dict__.items() if name not in (*annotations, "__dict__", "__weakref__")
    }
    make: Any = type(cls)
    made = make(
        cls.__name__,
        cls.__bases__,
        {
            **shared,
            **kept,
            "__slots__": slots,
            "__frozen_fields__": fields,
            "__match_args__": tuple(name for name, (_, _, is_kw_only) in fields.items() if not is_kw_only),
            "__dataclass_fields__": _AsDataclass(),
        },
    )
    made.__qualname__ = cls.__qualname__
    if "__eq__" not in cls.__dict__:
        made.__eq__, made.__hash__ = _comparing(fields)
    if "__init__" not in cls.__dict__:
        made.__init__ = _init(made, fields)
    return cast("type[Any]", made)


def _comparing(fields: dict[str, tuple[Any, Any, bool]]) -> tuple[Callable[[Any, object], Any], Callable[[Any], int]]:
    values: Callable[[Any], Any] = attrgetter(*fields) if fields else lambda _: ()

    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return equal, lambda self: hash(values(self))


def _init(cls: type[Any], fields: dict[str, tuple[Any, Any, bool]]) -> Any:
    """Compile the one method that has to know its parameters."""
    given, by_name, body = ["self"], list[str](), list[str]()
    known: dict[str, Any] = {}
    for name, (_, default, is_kw_only) in fields.items():
        known[f"_set_{name}"], known[f"_default_{name}"] = getattr(cls, name).__set__, default
        parameter = name if default is _NONE else f"{name}=_default_{name}"
        (by_name if is_kw_only else given).append(parameter)
        body.append(f"  _set_{name}(self, {name})")
    if hasattr(cls, "__post_init__"):
        body.append("  self.__post_init__()")
    parameters = ", ".join(given + (["*", *by_name] if by_name else []))
    lines = [
        f"def make({', '.join(known)}):",
        f" def __init__({parameters}):",
        *(body or ["  pass"]),
        " return __init__",
    ]
    scope: dict[str, Any] = {}
    exec("\n".join(lines), vars(sys.modules[cls.__module__]), scope)  # noqa: S102 - made of names of fields alone
    init = scope["make"](**known)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {name: kind for name, (kind, _, _) in fields.items()} | {"return": None}
    return init


class _AsDataclass:
    """Tells what ``dataclasses`` wants to know of a class, when it asks for the first time."""

    def __get__(self, instance: object, owner: Any) -> Any:
        owner.__dataclass_params__ = _a_dataclass().__dataclass_params__
        owner.__dataclass_fields__ = {name: _field(name, *field) for name, field in owner.__frozen_fields__.items()}
        return owner.__dataclass_fields__


@cache
def _a_dataclass() -> Any:
    from dataclasses import make_dataclass

    return make_dataclass("Example", ["field"], frozen=True, slots=True)


def _field(name: str, kind: Any, default: Any, kw_only: bool) -> Any:
    from copy import copy

    made = copy(_a_dataclass().__dataclass_fields__["field"])
    made.name, made.type, made.kw_only = name, kind, kw_only
    if default is not _NONE:
        made.default = default
    return made


def _repr(self: Any) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__frozen_fields__)
    return f"{self.__class__.__qualname__}({fields})"


def _refuse(self: Any, name: str, _value: object = None) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{self.__class__.__qualname__}.{name} stays as it is")


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__frozen_fields__]


def _setstate(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__frozen_fields__, state, strict=True):
        object.__setattr__(self, name, value)


_SHARED = {
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
