"""All tables as compressed JSON lines: the backup that either database takes.

::

    {"backup": "stintbook-server", "version": 1, "revision": "0002"}
    {"table": "account", "columns": ["id", …]}      and after it a list of values for each row; bytes as {"hex": "…"}
    {"end": {"account": 3, …}}                        without it, it is not whole
"""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, inspect, text

from sync.protocol.change import Malformed
from sync.protocol.wire import dump, load
from sync.server.admin.every_table import EVERY_TABLE, NAMES, check_complete
from sync.server.admin.office import Refused
from sync.server.database import for_reading, on_sqlite
from sync.server.migrations import current
from sync.server.people.desk import Desk

_NAME: Final = "stintbook-server"
_AT_ONCE: Final = 500


def write(desk: Desk, path: Path) -> None:
    """Write all tables as they are at one moment, while the server goes on."""
    options = {} if on_sqlite(desk.engine) else {"isolation_level": "REPEATABLE READ"}
    engine = for_reading(desk.engine).execution_options(**options)
    with gzip.open(path, "wb") as file, engine.connect() as connection:
        check_complete(connection)
        file.write(_line({"backup": _NAME, "version": 1, "revision": current(connection)}))
        counts: dict[str, int] = {}
        for table in EVERY_TABLE:
            names = [column.name for column in table.columns]
            file.write(_line({"table": str(table.name), "columns": [str(name) for name in names]}))
            rows = connection.execution_options(yield_per=_AT_ONCE).execute(table.select())
            counts[str(table.name)] = 0
            for row in rows:
                file.write(_line([_to_json(value) for value in row]))
                counts[str(table.name)] += 1
        file.write(_line({"end": counts}))


def revision(path: Path) -> str:
    """Return the version of the tables in a backup.

    Raises:
        Refused: it is none.
    """
    head = next(_lines(path), None)
    if not isinstance(head, dict) or head.get("backup") != _NAME or head.get("version") != 1:
        raise Refused(f"{path} is no backup of this server. Nothing was changed.")
    return str(head["revision"])


def counted(path: Path) -> dict[str, int]:
    """Read a backup to its end and return how many rows each table has.

    Raises:
        Refused: it is damaged or not whole.
    """
    revision(path)
    counts: dict[str, int] = {}
    end: Any = None
    table = ""
    for line in _lines(path):
        if isinstance(line, list):
            counts[table] += 1
        elif "table" in line:
            table = line["table"]
            counts[table] = 0
        end = line
    if not isinstance(end, dict) or end.get("end") != counts:
        raise Refused(f"{path} is not whole. Nothing was changed.")
    return counts


def read_into(engine: Engine, path: Path) -> None:
    """Fill empty tables of the backup's version, in one transaction."""
    with engine.begin() as connection:
        known = {name: {c["name"] for c in inspect(connection).get_columns(name)} for name in NAMES}
        insert, names, rows = "", [""], list[dict[str, Any]]()
        for line in _lines(path):
            if isinstance(line, list):
                rows.append(dict(zip(names, map(_from_json, line), strict=True)))
            if rows and (len(rows) == _AT_ONCE or not isinstance(line, list)):
                connection.execute(text(insert), rows)
                rows = []
            if isinstance(line, dict) and "table" in line:
                names = line["columns"]
                insert = _insert(path, line["table"], names, known)
        _go_on_counting(connection)


def _insert(path: Path, table: str, names: list[str], known: dict[str, set[str]]) -> str:
    # Names become part of a statement, so only those of this program do.
    if not set(names) <= known.get(table, set()):
        raise Refused(f"{path} holds a table “{table[:40]}” this program does not know. Nothing was changed.")
    values = ", ".join(f":{name}" for name in names)
    return f'insert into "{table}" ({", ".join(names)}) values ({values})'


def _go_on_counting(connection: Connection) -> None:
    """Let numbers given from now on follow those that were read; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in EVERY_TABLE:
        name = str(table.name)
        if table.autoincrement_column is not None:
            sequence = f"pg_get_serial_sequence('{name}', '{table.autoincrement_column.name}')"
            connection.execute(
                text(f'select setval({sequence}, (select coalesce(max(id), 0) + 1 from "{name}"), false)')
            )


def _lines(path: Path) -> Iterator[Any]:
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                yield load(line)
    except (EOFError, zlib.error, gzip.BadGzipFile, Malformed) as error:
        raise Refused(f"{path} is damaged or not whole. Nothing was changed.") from error


def _line(content: Any) -> bytes:
    return dump(content) + b"\n"


def _to_json(value: Any) -> Any:
    return {"hex": bytes(value).hex()} if isinstance(value, bytes | memoryview) else value


def _from_json(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value
