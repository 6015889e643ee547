"""The bodies of the calls about accounts, devices and workspaces, read strictly and published as they are."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from sync.protocol.messages import Role
from sync.server.people.passwords import LONGEST, SHORTEST
from sync.server.people.permissions import Policy

# No control characters, nothing that turns the direction of what is written after it, no half characters.
_INSIDE = r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]"
_FIRST = r"[^\s\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]"

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=f"^{_FIRST}{_INSIDE}*$")
]
Note = Annotated[str, StringConstraints(max_length=200, pattern=f"^{_INSIDE}*$")]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=3, max_length=254, pattern=r"^[!#-?A-Z\^-~]{1,64}@[0-9A-Za-z.-]{1,189}$"
    ),
]
NewPassword = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
ProposedId = Annotated[str, StringConstraints(max_length=64)]
Id = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
DeviceId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Body(BaseModel):
    """A body: keys of later protocols are passed over, numbers are no texts."""

    model_config = ConfigDict(strict=True)


class Answer(BaseModel):
    """A body of an answer, made from the values the logic gives."""

    model_config = ConfigDict(from_attributes=True)


def _strict(**rules: Any) -> ConfigDict:
    """Publish a rule between keys, which holds here too."""
    return ConfigDict(strict=True, json_schema_extra=rules)


class NewAccount(Body):
    """A person who wants an account. Where sign-up is closed it takes an invitation."""

    email: Email
    password: NewPassword
    name: Name
    invitation: Code = ""


class AccountShown(Answer):
    """An account. ``user`` is the id of everything its owner writes."""

    user: str
    email: str
    name: str
    created_ms: int


class AccountChange(Body):
    """What is to change of an account: the name; the password, which takes the present one."""

    model_config = _strict(dependentRequired={"password": ["present"]})

    name: Name = ""
    password: NewPassword = ""
    present: Password = ""

    @model_validator(mode="after")
    def _proven(self) -> Self:
        if self.password and not self.present:
            raise ValueError("a new password takes the present one")
        return self


class Proof(Body):
    """The password again, before what cannot be taken back."""

    password: Password


class NewDevice(Body):
    """A device that wants in: by e-mail address and password, by a pairing code, or by the token of another device."""

    model_config = _strict(
        dependentRequired={"email": ["password"], "password": ["email"]}, **{"not": {"required": ["code", "email"]}}
    )

    name: Name
    device: ProposedId = ""
    email: Email = ""
    password: Password = ""
    code: Code = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.email) != bool(self.password):
            raise ValueError("an e-mail address and a password belong together")
        if self.code and self.email:
            raise ValueError("either a code or a password")
        return self


class DeviceAdded(Answer):
    """A device that is in. The token is told this once."""

    device: str
    user: str
    token: str


class DeviceShown(Answer):
    """A device of the account. ``revoked_ms`` is when it was signed out, null if it may ask."""

    id: str
    name: str
    created_ms: int
    seen_ms: int
    revoked_ms: int | None
    this: bool


class Renamed(Body):
    """Another name."""

    name: Name


class PairingCode(Answer):
    """A code that lets one device in, until it expires."""

    code: str
    expires_ms: int


class WorkspaceShown(Answer):
    """A workspace of the account."""

    id: str
    name: str
    policy: Policy
    role: Role
    created_ms: int


class WorkspaceChange(Body):
    """What is to change of a workspace. The policy says whose time others may read: own, admins, members."""

    name: Name = ""
    policy: Policy | None = None


class MemberShown(Answer):
    """A person of a workspace."""

    user: str
    name: str
    email: str
    role: Role
    since_ms: int


class RoleChange(Body):
    """Another role."""

    role: Role


class NewInvitation(Body):
    """An invitation to make. The note says whom it is for, and is shown to those who may invite."""

    role: Role = "member"
    note: Note = ""


class InvitationShown(Answer):
    """An invitation that may still be used."""

    id: str
    role: Role
    note: str
    invited_by: str
    created_ms: int
    expires_ms: int


class InvitationMade(InvitationShown):
    """An invitation with its code, which is told this once."""

    code: str


class Accepting(Body):
    """The code of an invitation."""

    code: Code


class Joined(Answer):
    """The workspace one belongs to now."""

    workspace: str
    role: Role


class NewGrant(Body):
    """With whom to share one's own, to read it (viewer) or to change it too (member)."""

    user: Id
    role: Literal["member", "viewer"]


class GrantShown(Answer):
    """``owner`` lets ``user`` at what is theirs."""

    owner: str
    user: str
    role: Literal["member", "viewer"]


class AuditShown(Answer):
    """Something that was done."""

    id: int
    at_ms: int
    action: str
    account: str
    device: str
    address: str
    subject: str
    detail: str


class Health(Answer):
    """Whether it works."""

    status: Literal["ok", "starting", "unavailable"]
