"""Calls about one's own account and devices: made, paired, renamed, signed out, deleted."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from sync.server.calls.routing import Address, Asker, SmallBodies, TheDesk
from sync.server.calls.shapes import (
    AccountChange,
    AccountShown,
    DeviceAdded,
    DeviceId,
    DeviceShown,
    NewAccount,
    NewDevice,
    PairingCode,
    Proof,
    Renamed,
)
from sync.server.people import accounts, devices, invitations, leaving, members, workspaces
from sync.server.people.access import BEARER, Caller, current_device
from sync.server.people.accounts import Account
from sync.server.people.desk import STRANGER, Desk, as_account
from sync.server.problems import (
    NotFound,
    NotPermitted,
    SoleOwner,
    Taken,
    Unauthorised,
    described,
)

router = APIRouter(prefix="/sync/v1", route_class=SmallBodies)

_DeviceId = Annotated[DeviceId, Path()]


def caller_if_any(request: Request, _: Annotated[object, Depends(BEARER)] = None) -> Caller | None:
    """Return the device a request comes from, None if it brings no token; a bad token is refused."""
    return current_device(request) if "authorization" in request.headers else None


@router.post("/accounts", status_code=201, responses=described(NotPermitted, NotFound, Taken), tags=["account"])
def make_account(body: NewAccount, desk: TheDesk, address: Address) -> AccountShown:
    """Make an account: with an invitation, or where the operator lets everybody sign up."""
    if not body.invitation and not desk.settings.sign_up:
        raise NotPermitted("Nobody signs up here without an invitation. Ask whoever runs the server.")
    # Counted whatever comes of it: making accounts costs work, and tells who has one here.
    attempt = invitations.count_attempt(desk, address)
    hashed = desk.passwords.hashed(body.password)
    with desk.acting(STRANGER, address) as act:
        account = accounts.add(act, email=body.email, name=body.name, hashed=hashed)
        act = as_account(act, account.id)
        if body.invitation:
            invited = invitations.use(act, body.invitation, attempt)
            workspaces.join(act, workspace=invited.workspace, account=account.id, role=invited.role)
        else:
            workspaces.create(act, name=body.name, owner=account.id)
    members.tell_all(desk)
    return _shown(account)


@router.get("/account", responses=described(Unauthorised), tags=["account"])
def show_account(caller: Asker, desk: TheDesk) -> AccountShown:
    """Say whose account this is."""
    with desk.reading() as connection:
        return _shown(accounts.by_id(connection, caller.account))


@router.patch("/account", responses=described(Unauthorised), tags=["account"])
def change_account(body: AccountChange, caller: Asker, desk: TheDesk, address: Address) -> AccountShown:
    """Change the name or the password. A new password signs every other device out."""
    hashed = _new_password(body, caller, desk, address)
    with desk.acting(caller, address) as act:
        if body.name:
            accounts.rename(act, caller.account, body.name)
            members.changed_everywhere(act, caller.account)
        if hashed is not None:
            accounts.set_password(act, caller.account, hashed, keep=caller.device)
        account = accounts.by_id(act.connection, caller.account)
    members.tell_all(desk)
    return _shown(account)


@router.delete("/account", status_code=204, responses=described(Unauthorised, SoleOwner), tags=["account"])
def delete_account(body: Proof, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Delete the account, what is its owner's alone, and every workspace nobody else belongs to."""
    accounts.confirm(desk, caller, body.password, address)
    with desk.acting(caller, address) as act:
        leaving.let_go(act, caller.account)
        accounts.remove(act, caller.account)
    members.tell_all(desk)


@router.post("/devices", status_code=201, responses=described(Unauthorised, Taken), tags=["devices"])
def add_device(
    body: NewDevice, caller: Annotated[Caller | None, Depends(caller_if_any)], desk: TheDesk, address: Address
) -> DeviceAdded:
    """Let a device in by password, by pairing code, or, as another one, by the token of a device."""
    if body.code:
        added = devices.pair(desk, code=body.code, name=body.name, proposed=body.device, address=address)
        return DeviceAdded.model_validate(added)
    if body.email:
        account = accounts.sign_in(desk, email=body.email, password=body.password, address=address).id
        with desk.acting(STRANGER, address) as act:
            added = devices.add(act, account=account, name=body.name, proposed=body.device, proof="password")
        return DeviceAdded.model_validate(added)
    if caller is None:
        raise Unauthorised("An e-mail address and a password are needed, or a pairing code, or a token.")
    with desk.acting(caller, address) as act:
        added = devices.add(act, account=caller.account, name=body.name, proposed=body.device, proof="token")
    return DeviceAdded.model_validate(added)


@router.get("/devices", responses=described(Unauthorised), tags=["devices"])
def list_devices(caller: Asker, desk: TheDesk) -> list[DeviceShown]:
    """List the devices of the account, the signed-out ones too."""
    with desk.reading() as connection:
        found = devices.of_account(connection, caller.account)
    return [DeviceShown(**device._asdict(), this=device.id == caller.device) for device in found]


@router.patch("/devices/{device}", status_code=204, responses=described(Unauthorised, NotFound), tags=["devices"])
def rename_device(device: _DeviceId, body: Renamed, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Give a device of the account another name."""
    with desk.acting(caller, address) as act:
        devices.rename(act, caller.account, device, body.name)


@router.delete("/devices/{device}", status_code=204, responses=described(Unauthorised, NotFound), tags=["devices"])
def revoke_device(device: _DeviceId, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Sign a device of the account out, also the one that asks: its token opens nothing from now on."""
    with desk.acting(caller, address) as act:
        devices.revoke(act, caller.account, device)


@router.post("/pairing", status_code=201, responses=described(Unauthorised), tags=["devices"])
def start_pairing(caller: Asker, desk: TheDesk, address: Address) -> PairingCode:
    """Make a code that lets one more device of this account in, within minutes."""
    with desk.acting(caller, address) as act:
        return PairingCode.model_validate(devices.start_pairing(act))


def _new_password(body: AccountChange, caller: Caller, desk: Desk, address: str) -> str | None:
    if not body.password:
        return None
    accounts.confirm(desk, caller, body.present, address)
    return desk.passwords.hashed(body.password)


def _shown(account: Account) -> AccountShown:
    return AccountShown(user=account.id, email=account.email, name=account.name, created_ms=account.created_ms)
