"""Settings that follow the user, saved reports, members, and what was dismissed in Review."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.entities.base import Entity
from app.domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Entity):
    """One setting; ``value`` is JSON text. Its id is derived from the key, so two devices mean the same one."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReport(Entity):
    """A report worth keeping; ``definition`` is JSON text."""

    name: str
    definition: str


class Role(StrEnum):
    """What a member may do."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Entity):
    """A person of the workspace; comes from the server and is read only."""

    user: UserId
    name: str
    email: str = ""
    role: Role = Role.MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal(Entity):
    """A Review item somebody chose not to see again; ``finding`` is the finding's stable key."""

    finding: str
