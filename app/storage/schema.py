"""The tables, as SQL. Ids are 16 bytes, instants Unix seconds, days ISO text, flags 0 or 1.

Every entity table has the same frame: ``rowid``, ``id``, ``created_at``, its own columns, ``extra`` (JSON of fields a
newer version wrote, and of values no column can hold), ``clock`` (see sync.engine.stamps), ``deleted_at`` (set: in the
trash) and ``owner`` (the scope it came in, where its kind does not tell). References are not constraints: what they point to
may still be on its way from another device.
"""

APPLICATION_ID = 0x53744266  # "StBf"
SCHEMA_VERSION = 2
# What a new file is made as, without any step.
CREATED_AS = 2


def _entity(name: str, columns: str) -> str:
    return f"""
    CREATE TABLE "{name}" (
        rowid INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        created_at INTEGER NOT NULL,
        {columns},
        extra TEXT,
        clock BLOB NOT NULL,
        deleted_at INTEGER,
        owner TEXT
    ) STRICT;"""


_ENTITIES = "".join(
    _entity(name, columns)
    for name, columns in {
        "group": "name TEXT NOT NULL, color TEXT NOT NULL, description TEXT NOT NULL, position INTEGER NOT NULL,"
        " archived INTEGER NOT NULL",
        "client": "name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL,"
        " currency TEXT NOT NULL, notes TEXT NOT NULL, archived INTEGER NOT NULL",
        "project": 'name TEXT NOT NULL, code TEXT NOT NULL, color TEXT NOT NULL, notes TEXT NOT NULL, "group" BLOB,'
        " client BLOB, status TEXT NOT NULL, start_date TEXT, due_date TEXT, estimate_minutes INTEGER NOT NULL,"
        " billable INTEGER NOT NULL, weekdays TEXT, merged_into BLOB",
        "milestone": "project BLOB NOT NULL, name TEXT NOT NULL, due_date TEXT NOT NULL, start_date TEXT,"
        " budget_minutes INTEGER NOT NULL, completed_at INTEGER, position INTEGER NOT NULL, recurrence TEXT",
        "task": "project BLOB NOT NULL, name TEXT NOT NULL, estimate_minutes INTEGER NOT NULL, done INTEGER NOT NULL,"
        " position INTEGER NOT NULL",
        "tag": "name TEXT NOT NULL, color TEXT NOT NULL",
        "time_entry": '"user" BLOB NOT NULL, started_at INTEGER NOT NULL, tz TEXT NOT NULL, ended_at INTEGER,'
        " description TEXT NOT NULL, project BLOB, task BLOB, milestone BLOB, billable INTEGER NOT NULL,"
        " tags BLOB NOT NULL, source TEXT NOT NULL, external_id TEXT, day TEXT NOT NULL, seconds INTEGER NOT NULL",
        "planned_event": '"user" BLOB NOT NULL, title TEXT NOT NULL, starts_at INTEGER NOT NULL,'
        " ends_at INTEGER NOT NULL, tz TEXT NOT NULL, all_day INTEGER NOT NULL, project BLOB, notes TEXT NOT NULL,"
        " recurrence TEXT, status TEXT NOT NULL, calendar TEXT, entry BLOB",
        "work_slot": '"user" BLOB NOT NULL, weekday INTEGER NOT NULL, start_minute INTEGER NOT NULL,'
        " end_minute INTEGER NOT NULL, effective_from TEXT NOT NULL, effective_to TEXT",
        "day_override": '"user" BLOB NOT NULL, "date" TEXT NOT NULL, minutes INTEGER NOT NULL, note TEXT NOT NULL',
        "time_off": '"user" BLOB NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, start_date TEXT NOT NULL,'
        " end_date TEXT NOT NULL, fraction REAL NOT NULL, recurs_annually INTEGER NOT NULL, region TEXT",
        "rate": "scope TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, effective_from TEXT NOT NULL,"
        ' "user" BLOB, client BLOB, project BLOB',
        "favorite": "description TEXT NOT NULL, project BLOB, task BLOB, tags BLOB NOT NULL, billable INTEGER NOT NULL,"
        " position INTEGER NOT NULL, shortcut TEXT",
        "saved_report": "name TEXT NOT NULL, definition TEXT NOT NULL",
        "invoice": "client BLOB NOT NULL, number TEXT NOT NULL, issued_on TEXT NOT NULL, due_on TEXT NOT NULL,"
        " currency TEXT NOT NULL, status TEXT NOT NULL, notes TEXT NOT NULL",
        "invoice_line": "invoice BLOB NOT NULL, text TEXT NOT NULL, seconds INTEGER NOT NULL, amount INTEGER NOT NULL,"
        " currency TEXT NOT NULL, entries BLOB NOT NULL, position INTEGER NOT NULL",
        "setting": '"key" TEXT NOT NULL, value TEXT NOT NULL',
        "member": '"user" BLOB NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL',
        "dismissal": "finding TEXT NOT NULL",
        "conflict": "kind TEXT NOT NULL, entity BLOB NOT NULL, field TEXT NOT NULL, winner TEXT NOT NULL,"
        " loser TEXT NOT NULL, winning TEXT NOT NULL, losing TEXT NOT NULL, winner_user TEXT NOT NULL,"
        " winner_device TEXT NOT NULL, winner_ms INTEGER NOT NULL, loser_user TEXT NOT NULL,"
        " loser_device TEXT NOT NULL, loser_ms INTEGER NOT NULL, state TEXT NOT NULL",
    }.items()
)

_ENTRIES = """
    CREATE INDEX time_entry_started ON time_entry (started_at) WHERE deleted_at IS NULL;
    CREATE INDEX time_entry_project ON time_entry (project, day, seconds, billable) WHERE deleted_at IS NULL;
    CREATE INDEX time_entry_running ON time_entry ("user") WHERE ended_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX time_entry_external ON time_entry (external_id) WHERE external_id IS NOT NULL AND deleted_at IS NULL;
    CREATE INDEX time_entry_milestone ON time_entry (milestone) WHERE milestone IS NOT NULL AND deleted_at IS NULL;
    CREATE TABLE entry_tag (
        tag BLOB NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (tag, entry)
    ) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE entry_search USING fts5(
        description, content='time_entry', content_rowid='rowid', tokenize='trigram', detail='none'
    );
"""

# Running totals of closed, living entries, split at the day's border; kept by the write path in the same transaction.
_ROLLUPS = """
    CREATE TABLE total_day (
        day TEXT NOT NULL, project BLOB NOT NULL, task BLOB NOT NULL, "user" BLOB NOT NULL, billable INTEGER NOT NULL,
        seconds INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (day, project, task, "user", billable)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE total_week (
        week TEXT NOT NULL, project BLOB NOT NULL, "user" BLOB NOT NULL, billable INTEGER NOT NULL,
        seconds INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (week, project, "user", billable)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE total_month (
        month TEXT NOT NULL, project BLOB NOT NULL, "user" BLOB NOT NULL, billable INTEGER NOT NULL,
        seconds INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (month, project, "user", billable)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE total_month_tag (
        month TEXT NOT NULL, tag BLOB NOT NULL, seconds INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (month, tag)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE total_project_tag (
        project BLOB NOT NULL, tag BLOB NOT NULL, seconds INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (project, tag)
    ) STRICT, WITHOUT ROWID;
"""

# One row a changed entity and action, own and foreign, kept for good: history, audit, undo, outbox, re-offer store.
# A version is 16 bytes that sort by time, so the table needs no other key. What is the same for all changes of an
# action stands once, in its action row. That begins with the version of its first change, which is where its changes
# are found: they follow one another, but for those that another device made in the same moment.
# An action is one group of one scope: ``scope`` is empty for what the workspace shares, else the user's id in hex.
# ``more`` holds, as JSON, the keys of a change's record that the two rows cannot tell (see app.storage.records).
_LOG = """
    CREATE TABLE action (
        number INTEGER PRIMARY KEY,
        version BLOB NOT NULL,
        batch INTEGER NOT NULL,
        size INTEGER NOT NULL,
        code TEXT NOT NULL,
        subject TEXT NOT NULL,
        role TEXT NOT NULL,
        of INTEGER,
        undone_by INTEGER,
        at INTEGER NOT NULL,
        device TEXT NOT NULL,
        "user" ANY NOT NULL,
        schema INTEGER NOT NULL,
        wall_ms INTEGER NOT NULL,
        offset_ms INTEGER NOT NULL,
        scope TEXT NOT NULL
    ) STRICT;
    CREATE INDEX action_version ON action (version);
    CREATE INDEX action_batch ON action (batch);
    CREATE TABLE change (
        version BLOB NOT NULL PRIMARY KEY,
        action INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        entity BLOB NOT NULL,
        op INTEGER NOT NULL,
        body ANY NOT NULL,
        state INTEGER NOT NULL,
        more TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX change_entity ON change (entity);
    CREATE INDEX change_unsettled ON change (state, version) WHERE state < 2;
    CREATE INDEX change_deleted ON change (action) WHERE op = 1;
"""

# What sync keeps beside the log: the scopes followed; entities that cannot be rows here (of a kind this version does
# not know, or not whole), as their merged state; changes a server refused; and the last rounds.
_SYNC = """
    CREATE TABLE sync_scope (
        scope TEXT NOT NULL PRIMARY KEY,
        workspace TEXT NOT NULL,
        "user" TEXT,
        offered_history TEXT NOT NULL,
        offered_head INTEGER NOT NULL,
        offered_role TEXT NOT NULL,
        phase TEXT NOT NULL,
        history TEXT NOT NULL,
        seq INTEGER NOT NULL,
        chain BLOB NOT NULL,
        copied_at TEXT,
        copied_after TEXT,
        backfill TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE parked (
        rowid INTEGER PRIMARY KEY,
        scope TEXT NOT NULL,
        kind TEXT NOT NULL,
        entity BLOB NOT NULL,
        fields TEXT NOT NULL,
        clock TEXT NOT NULL,
        UNIQUE (scope, kind, entity)
    ) STRICT;
    CREATE TABLE quarantined (
        version BLOB NOT NULL PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sync_round (
        number INTEGER PRIMARY KEY, at INTEGER NOT NULL, seconds REAL NOT NULL, received INTEGER NOT NULL,
        sent INTEGER NOT NULL, confirmed INTEGER NOT NULL, set_aside INTEGER NOT NULL, failure TEXT NOT NULL
    ) STRICT;
"""

_CONFLICTS = "CREATE INDEX conflict_entity ON conflict (entity);"

_LOCAL = """
    CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
    CREATE TABLE heartbeat (entry BLOB NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rejected_row (
        number INTEGER PRIMARY KEY, batch TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
        reason TEXT NOT NULL, at INTEGER NOT NULL, dismissed INTEGER NOT NULL DEFAULT 0
    ) STRICT;
"""

FIRST = _ENTITIES + _ENTRIES + _ROLLUPS + _LOG + _SYNC + _CONFLICTS + _LOCAL

# Version 2: where imported calendars come from and what could not be read of them. Stays on this device: addresses of
# calendars are as good as passwords.
SECOND = """
    CREATE TABLE calendar_source (
        name TEXT NOT NULL PRIMARY KEY, place TEXT NOT NULL, color TEXT NOT NULL, mark TEXT NOT NULL,
        read_at INTEGER, failure TEXT NOT NULL, failed_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE refused_event (
        number INTEGER PRIMARY KEY, calendar TEXT NOT NULL, line INTEGER NOT NULL, name TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX planned_event_starts ON planned_event (starts_at) WHERE deleted_at IS NULL;
"""
