"""The bodies of the calls that carry changes, as the published description shows them. Reading is ``wire``'s."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

_Hex = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
_HexOrNone = Annotated[str, Field(pattern="^([0-9a-f]{32})?$")]
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Number = Annotated[int, Field(ge=0, le=(1 << 63) - 1)]
_Scalar = str | int | float | bool | None


class ChangeRecord(BaseModel):
    """What one action did to one entity."""

    v: Annotated[_Hex, Field(description="Version: 48 bit milliseconds, 16 bit counter, 64 random bits.")]
    k: Annotated[_Name, Field(description="Kind of the entity.")]
    i: Annotated[_Hex, Field(description="Id of the entity.")]
    f: Annotated[dict[str, _Scalar | list[_Scalar]], Field(description="New values; none for a deletion.")]
    b: Annotated[dict[str, _HexOrNone], Field(description="The version of each value its author had seen.")]
    o: Literal["set", "del"]
    g: Annotated[_Hex, Field(description="The action it belongs to: the smallest version in it.")]
    gn: Annotated[int, Field(ge=1, le=500, description="How many changes the action has.")]
    d: Annotated[_Name, Field(description="Device of the author.")]
    u: Annotated[_Name, Field(description="User who is the author.")]
    s: Annotated[int, Field(description="Schema of the author.")]
    w: Annotated[int, Field(description="The author's clock, Unix milliseconds.")]
    z: Annotated[int, Field(description="The correction of that clock believed, milliseconds.")]
    p: Annotated[Literal[1] | None, Field(description="Put together from a snapshot, the original not being held.")] = (
        None
    )
    r: Annotated[str | None, Field(description="The device that brought it, if not its author's. Set by servers.")] = (
        None
    )


class PushBody(BaseModel):
    """Changes for a scope, oldest first, groups whole, and the place up to which its log was read."""

    history: Annotated[str, Field(max_length=200)]
    seq: _Number
    chain: _HexOrNone
    changes: Annotated[list[ChangeRecord], Field(max_length=500)]


class PushResult(BaseModel):
    """The place of each change taken, the code of each refused."""

    acks: list[Annotated[list[_Hex | _Number], Field(min_length=2, max_length=2)]]
    refused: dict[str, str]
    head: _Number


class ChangesPage(BaseModel):
    """Whole groups of a log, in its order."""

    changes: list[ChangeRecord]
    next: _Number
    chain: _HexOrNone
    head: _Number


class Place(BaseModel):
    """A place in a log."""

    history: str
    seq: _Number
    chain: _HexOrNone


class ObjectRecord(BaseModel):
    """An entity as it stands: values, their common version, versions that differ, what deletions have seen."""

    k: _Name
    i: _Hex
    f: dict[str, _Scalar | list[_Scalar]]
    c: _HexOrNone
    v: dict[str, _Hex] | None = None
    n: dict[str, _HexOrNone] | None = None
    x: _Hex | None = None


class ObjectsPage(BaseModel):
    """A part of a snapshot; ``after`` asks for the next, ``at`` is where the log is to be read on from."""

    objects: list[ObjectRecord]
    at: Place
    after: str | None


class OfferedScope(BaseModel):
    """A scope that may be followed."""

    scope: str
    workspace: str
    user: str | None
    history: str
    head: _Number
    role: Literal["owner", "admin", "member", "viewer"]


class OfferedLimits(BaseModel):
    """What is taken and given at once."""

    changes: int
    page: int
    bytes: int


class HelloAnswer(BaseModel):
    """Who is here, what time it is, what may be followed."""

    server: str
    now: int
    protocol: tuple[int, int]
    user: str
    device: str
    limits: OfferedLimits
    scopes: list[OfferedScope]


class PastPage(BaseModel):
    """What happened to an entity, oldest first; ``at`` are the places in the log."""

    changes: list[ChangeRecord]
    at: list[int]
    after: int | None


def described(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a body as one piece, without references."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})
    resolved = _resolved(schema, definitions)
    assert isinstance(resolved, dict)  # noqa: S101 - an object stays one
    return resolved


def _resolved(part: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_resolved(each, definitions) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolved(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {key: _resolved(value, definitions) for key, value in part.items()}
