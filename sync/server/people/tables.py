"""Tables of accounts, devices, workspaces, who may do what in them, and what was done."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from sync.server.metadata import METADATA

# An account is a person: its id is the user id in everything that person writes. Secrets are stored as their hash only.
ACCOUNT = Table(
    "account",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

DEVICE = Table(
    "device",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    # None once the device was revoked: a token that is not here opens nothing.
    Column("token", LargeBinary, unique=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
)

PAIRING = Table(
    "pairing",
    METADATA,
    Column("code", LargeBinary, primary_key=True),
    Column("account", Text, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("device", Text, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
)

WORKSPACE = Table(
    "workspace",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    # Whose entries others may read: own, admins, members (see sync.server.people.permissions).
    Column("policy", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    # Counts what happened to its members, and how much of that its log says (see sync.server.people.members).
    Column("happened", BigInteger, nullable=False),
    Column("told", BigInteger, nullable=False),
)

MEMBERSHIP = Table(
    "membership",
    METADATA,
    Column("workspace", Text, ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("account", Text, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("role", Text, nullable=False),
    Column("since_ms", BigInteger, nullable=False),
)

# What somebody lets another member see of their own, beyond what the policy of the workspace gives.
SHARED = Table(
    "shared",
    METADATA,
    Column("workspace", Text, ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", Text, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("account", Text, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("role", Text, nullable=False),
)

INVITATION = Table(
    "invitation",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("code", LargeBinary, nullable=False, unique=True),
    Column("workspace", Text, ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("invited_by", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
)

# Failures and the like within the last minutes, for all workers together.
ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("key", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_attempt_key_at_ms", "key", "at_ms"),
    Index("ix_attempt_at_ms", "at_ms"),
)

# No foreign keys: it outlives those it speaks of.
AUDIT = Table(
    "audit",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_workspace_id", "workspace", "id"),
    Index("ix_audit_account_id", "account", "id"),
)
