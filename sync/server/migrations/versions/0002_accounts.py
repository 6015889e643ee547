"""Accounts, devices, workspaces, who may do what in them, and the trail of what was done."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of accounts."""
    op.create_table(
        "account",
        _id("id"),
        *_texts("email", "name", "password"),
        *_times("created_ms"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
    )
    op.create_table(
        "device",
        _id("id"),
        *_texts("account", "name"),
        sa.Column("token", sa.LargeBinary),
        *_times("created_ms", "seen_ms"),
        sa.Column("revoked_ms", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("token", name="uq_device_token"),
        _belongs_to("device", "account"),
    )
    op.create_index("ix_device_account", "device", ["account"])
    op.create_table(
        "pairing",
        sa.Column("code", sa.LargeBinary, nullable=False),
        *_texts("account", "device"),
        *_times("expires_ms"),
        sa.PrimaryKeyConstraint("code", name="pk_pairing"),
        _belongs_to("pairing", "account"),
    )
    op.create_index("ix_pairing_account", "pairing", ["account"])
    _workspaces()
    _trail()


def _workspaces() -> None:
    op.create_table(
        "workspace",
        _id("id"),
        *_texts("name", "policy"),
        *_times("created_ms", "happened", "told"),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
    )
    op.create_table(
        "membership",
        *_texts("workspace", "account", "role"),
        *_times("since_ms"),
        sa.PrimaryKeyConstraint("workspace", "account", name="pk_membership"),
        _belongs_to("membership", "workspace"),
        _belongs_to("membership", "account"),
    )
    op.create_index("ix_membership_account", "membership", ["account"])
    op.create_table(
        "shared",
        *_texts("workspace", "owner", "account", "role"),
        sa.PrimaryKeyConstraint("workspace", "owner", "account", name="pk_shared"),
        _belongs_to("shared", "workspace"),
        _belongs_to("shared", "account", "owner"),
        _belongs_to("shared", "account"),
    )
    op.create_index("ix_shared_account", "shared", ["account"])
    op.create_index("ix_shared_owner", "shared", ["owner"])
    op.create_table(
        "invitation",
        _id("id"),
        sa.Column("code", sa.LargeBinary, nullable=False),
        *_texts("workspace", "role", "note", "invited_by"),
        *_times("created_ms", "expires_ms"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("code", name="uq_invitation_code"),
        _belongs_to("invitation", "workspace"),
    )
    op.create_index("ix_invitation_workspace", "invitation", ["workspace"])


def _trail() -> None:
    op.create_table(
        "attempt",
        _number(),
        sa.Column("key", sa.LargeBinary, nullable=False),
        *_times("at_ms"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_key_at_ms", "attempt", ["key", "at_ms"])
    op.create_index("ix_attempt_at_ms", "attempt", ["at_ms"])
    op.create_table(
        "audit",
        _number(),
        *_times("at_ms"),
        *_texts("action", "account", "device", "address", "workspace", "subject", "detail"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_workspace_id", "audit", ["workspace", "id"])
    op.create_index("ix_audit_account_id", "audit", ["account", "id"])


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _times(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


def _belongs_to(table: str, other: str, by: str = "") -> sa.ForeignKeyConstraint:
    column = by or other
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
