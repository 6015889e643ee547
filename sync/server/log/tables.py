"""Tables of the log: scopes, the changes in them, and the objects folded from those.

Every primary key leads with the scope and every unique constraint contains it, so that the tables can be partitioned,
or spread over machines, by hash of the scope. There are no foreign keys between them for the same reason.
"""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, SmallInteger, Table, Text

from sync.server.metadata import METADATA

SCOPE = Table(
    "scope",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("workspace", Text, nullable=False, index=True),
    # Whose own it is; NULL for what the workspace shares.
    Column("user_id", Text),
    Column("history", Text, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    # Bytes of the log so far.
    Column("size", BigInteger, nullable=False),
)

CHANGE = Table(
    "change",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("v", LargeBinary, nullable=False),
    # 0 for an original; the place of a partial one, since a version may have several of those.
    Column("partial", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("entity", LargeBinary, nullable=False),
    # 1 where no group is open after this change: a page may end here.
    Column("border", SmallInteger, nullable=False),
    # Bytes of the log up to and with this change: a page is cut by size without being read first.
    Column("size", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    # The change as it travels.
    Column("body", LargeBinary, nullable=False),
    Index("ix_change_scope_entity_seq", "scope", "entity", "seq"),
    # The version first: the same index finds a version in this scope and in any other.
    Index("uq_change_v_scope_partial", "v", "scope", "partial", unique=True),
    sqlite_with_rowid=False,
)

OBJECT = Table(
    "object",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("entity", LargeBinary, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    # The object as it travels in a snapshot.
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

BY_SCOPE = (SCOPE, CHANGE, OBJECT)
