"""The examination: whether what is stored agrees with itself. It only reads, and may be done while the server runs."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from sqlalchemy import Connection, func, select, text

from sync.server.database import on_sqlite
from sync.server.log.checks import check_scope
from sync.server.log.tables import CHANGE, OBJECT, SCOPE
from sync.server.people.desk import Desk
from sync.server.people.permissions import scope_of
from sync.server.people.tables import DEVICE, MEMBERSHIP, WORKSPACE


class Finding(NamedTuple):
    """Something that does not agree: data may be damaged, or it is only worth knowing."""

    weight: Literal["damage", "note"]
    sentence: str


class Examined(NamedTuple):
    """What was looked at, and what was found."""

    scopes: int
    changes: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is damaged."""
        return all(finding.weight == "note" for finding in self.findings)


def examine(desk: Desk) -> Examined:
    """Look at everything: the file, every log from its beginning, every object, and what belongs to what."""
    with desk.reading() as connection:
        findings = [*_file(desk, connection), *_belonging(connection), *_people(connection)]
        scopes = connection.scalars(select(SCOPE.c.scope).order_by(SCOPE.c.scope)).all()
        changes = connection.scalar(select(func.count()).select_from(CHANGE)) or 0
    for scope in scopes:
        findings += [Finding("damage", f"Scope {scope}: {found}") for found in check_scope(desk.store, scope)]
    return Examined(len(scopes), changes, tuple(findings))


def _file(desk: Desk, connection: Connection) -> Iterator[Finding]:
    if on_sqlite(desk.engine):
        for found in connection.scalars(text("pragma integrity_check(10)")).all():
            if found != "ok":
                yield Finding("damage", f"The database file is damaged: {found}. Restore a backup.")


def _belonging(connection: Connection) -> Iterator[Finding]:
    for table in (CHANGE, OBJECT):
        stray = select(table.c.scope).where(table.c.scope.not_in(select(SCOPE.c.scope))).distinct()
        for scope in connection.scalars(stray).all():
            yield Finding("damage", f"There are rows in “{table.name}” of a scope that is not there: {scope}.")
    lost = select(SCOPE.c.scope).where(SCOPE.c.workspace.not_in(select(WORKSPACE.c.id)))
    for scope in connection.scalars(lost).all():
        yield Finding("damage", f"Scope {scope} belongs to no workspace.")
    there = set(connection.scalars(select(SCOPE.c.scope)).all())
    wanted = [scope_of(workspace) for workspace in connection.scalars(select(WORKSPACE.c.id))]
    wanted += [scope_of(*row) for row in connection.execute(select(MEMBERSHIP.c.workspace, MEMBERSHIP.c.account))]
    for scope in wanted:
        if scope not in there:
            yield Finding("damage", f"Scope {scope} is missing.")


def _people(connection: Connection) -> Iterator[Finding]:
    owned = select(MEMBERSHIP.c.workspace).where(MEMBERSHIP.c.role == "owner")
    for name in connection.scalars(select(WORKSPACE.c.name).where(WORKSPACE.c.id.not_in(owned))).all():
        yield Finding("note", f"The workspace “{name}” has no owner: make somebody one with “workspace role”.")
    untold = select(WORKSPACE.c.name).where(WORKSPACE.c.told < WORKSPACE.c.happened)
    for name in connection.scalars(untold).all():
        yield Finding("note", f"The members of “{name}” changed; devices are told with the next contact.")
    half = select(func.count()).where(DEVICE.c.token.is_(None) != DEVICE.c.revoked_ms.is_not(None))
    if connection.scalar(half):
        yield Finding("damage", "There are devices that are neither signed in nor signed out.")
