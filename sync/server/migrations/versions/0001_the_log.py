"""Scopes, the log of changes, and the objects folded from it; partitioned by scope where that was asked for."""

from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables that lead with the scope."""
    _table(
        "scope",
        sa.Column("scope", sa.Text),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text),
        sa.Column("history", sa.Text, nullable=False),
        sa.Column("head", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_scope"),
    )
    op.create_index("ix_scope_workspace", "scope", ["workspace"])
    _table(
        "change",
        sa.Column("scope", sa.Text),
        sa.Column("seq", sa.BigInteger, autoincrement=False),
        sa.Column("v", sa.LargeBinary, nullable=False),
        sa.Column("partial", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entity", sa.LargeBinary, nullable=False),
        sa.Column("border", sa.SmallInteger, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("scope", "seq", name="pk_change"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_scope_entity_seq", "change", ["scope", "entity", "seq"])
    op.create_index("uq_change_v_scope_partial", "change", ["v", "scope", "partial"], unique=True)
    _table(
        "object",
        sa.Column("scope", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("entity", sa.LargeBinary),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("scope", "kind", "entity", name="pk_object"),
        sqlite_with_rowid=False,
    )


def _table(name: str, *parts: Any, **options: Any) -> None:
    partitions: int = context.config.attributes.get("partitions", 0)
    if op.get_bind().dialect.name != "postgresql" or not partitions:
        op.create_table(name, *parts, **options)
        return
    op.create_table(name, *parts, **options, postgresql_partition_by="HASH (scope)")
    for rest in range(partitions):
        op.execute(
            f"create table {name}_p{rest} partition of {name} for values with (modulus {partitions}, remainder {rest})"
        )
