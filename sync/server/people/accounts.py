"""Accounts: making one, proving it is one's own, changing its password, its name, and taking it away."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.server.people import throttle
from sync.server.people.access import Caller
from sync.server.people.desk import STRANGER, Act, Desk
from sync.server.people.tables import ACCOUNT, DEVICE, PAIRING
from sync.server.problems import NotFound, Taken, Unauthorised


class Account(NamedTuple):
    """A person, as they and the operator see them. The id is the user id in everything they write."""

    id: str
    email: str
    name: str
    created_ms: int


_SEEN = (ACCOUNT.c.id, ACCOUNT.c.email, ACCOUNT.c.name, ACCOUNT.c.created_ms)


def normal(email: str) -> str:
    """Return an address as it is compared: case and blanks around it say nothing."""
    return email.strip().lower()


def add(act: Act, *, email: str, name: str, hashed: str) -> Account:
    """Make an account whose password was hashed before: hashing takes long, and a transaction should not.

    Raises:
        Taken: there is an account with this address.
    """
    account = Account(act.new_id(), normal(email), name, act.now_ms)
    try:
        with act.connection.begin_nested():
            act.connection.execute(insert(ACCOUNT), account._asdict() | {"password": hashed})
    except IntegrityError as error:
        raise Taken("There is an account with this e-mail address.") from error
    act.note("account.created", subject=account.id)
    return account


def sign_in(desk: Desk, *, email: str, password: str, address: str) -> Account:
    """Return the account an address and a password belong to.

    The same is done and answered whether the address is unknown or the password wrong.

    Raises:
        Unauthorised: they are not those of an account.
        Throttled: there were too many failures with this address, or from this network address.
    """
    email = normal(email)
    attempt = throttle.Attempt(throttle.address_key(address), throttle.account_key(email))
    with desk.acting(STRANGER, address) as act:
        attempt = throttle.reserve(act, attempt)
    with desk.reading() as connection:
        row = connection.execute(select(*_SEEN, ACCOUNT.c.password).where(ACCOUNT.c.email == email)).one_or_none()
    right = desk.passwords.matches(row.password if row else None, password)
    if row is None or not right:
        raise Unauthorised("The e-mail address or the password is wrong.")
    renewed = desk.passwords.hashed(password) if desk.passwords.outdated(row.password) else None
    with desk.acting(STRANGER, address) as act:
        throttle.forgive(act, attempt)
        if renewed:
            _store_password(act, row.id, renewed)
    return Account(row.id, row.email, row.name, row.created_ms)


def confirm(desk: Desk, caller: Caller, password: str, address: str) -> None:
    """Have the person at a signed-in device prove who they are, before what cannot be taken back.

    Raises:
        Unauthorised: the password is wrong.
        Throttled: there were too many failures.
    """
    with desk.reading() as connection:
        email = by_id(connection, caller.account).email
    sign_in(desk, email=email, password=password, address=address)


def by_email(connection: Connection, email: str) -> Account:
    """Return the account with an address.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(*_SEEN).where(ACCOUNT.c.email == normal(email))).one_or_none()
    if row is None:
        raise NotFound("There is no account with this e-mail address.")
    return Account(*row)


def by_id(connection: Connection, account: str) -> Account:
    """Return an account that is there."""
    return Account(*connection.execute(select(*_SEEN).where(ACCOUNT.c.id == account)).one())


def everybody(connection: Connection) -> list[Account]:
    """Return all accounts, by address."""
    return [Account(*row) for row in connection.execute(select(*_SEEN).order_by(ACCOUNT.c.email))]


def rename(act: Act, account: str, name: str) -> None:
    """Give a person another name. Their workspaces are told by ``members.tell_everywhere``."""
    act.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(name=name))
    act.note("account.renamed", subject=account)


def set_password(act: Act, account: str, hashed: str, *, keep: str = "") -> int:
    """Set a new password and sign out every device but ``keep``, as whoever knew the old one may have added some.

    Returns how many devices were signed out.
    """
    _store_password(act, account, hashed)
    act.connection.execute(delete(PAIRING).where(PAIRING.c.account == account))
    others = update(DEVICE).where(DEVICE.c.account == account, DEVICE.c.id != keep, DEVICE.c.revoked_ms.is_(None))
    signed_out = act.connection.execute(others.values(revoked_ms=act.now_ms, token=None)).rowcount
    act.note("account.password", subject=account, detail=f"devices signed out: {signed_out}")
    return signed_out


def remove(act: Act, account: str) -> None:
    """Delete an account with its devices. Its workspaces are seen to before (``leaving.let_go``)."""
    act.connection.execute(delete(ACCOUNT).where(ACCOUNT.c.id == account))
    act.note("account.deleted", subject=account)


def _store_password(act: Act, account: str, hashed: str) -> None:
    act.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(password=hashed))
