"""PostgreSQL's own programs for backups, where they are installed."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from sync.server.admin.every_table import NAMES
from sync.server.admin.office import Refused

# Where a restore puts what it replaced; no backup of the server.
REPLACED: Final = "replaced_"


def can_dump(server_version: int) -> bool:
    """Return whether pg_dump is installed and not older than the database, which it would refuse to read."""
    if shutil.which("pg_dump") is None:
        return False
    # It says “pg_dump (PostgreSQL) 16.2 (…)”, or 17devel.
    found = re.search(r"\) (\d+)", _program("pg_dump", ["--version"], {}))
    return found is not None and int(found[1]) >= server_version


def dump(url: str, path: Path) -> None:
    """Write the database to a file, and look at what is in it.

    Raises:
        Refused: the program is not there, says no, or left out a table.
    """
    _run("pg_dump", url, "--format=custom", "--no-owner", f"--exclude-schema={REPLACED}*", f"--file={path}")
    there = contents(path)
    # A partitioned table has its rows in its parts.
    missing = sorted(name for name in NAMES if not {name, f"{name}_p0"} & there)
    if missing:
        raise Refused(f"The backup lacks the table “{missing[0]}”. It was not kept.")


def contents(path: Path) -> set[str]:
    """Return the tables whose rows are in a dump.

    Raises:
        Refused: the program is not there, or the dump is damaged.
    """
    listing = _program("pg_restore", ["--list", str(path)], {})
    return {line.split()[6] for line in listing.splitlines() if " TABLE DATA " in line}


def restore(url: str, path: Path) -> None:
    """Read a dump into an empty schema, wholly or not at all.

    Raises:
        Refused: the program is not there or says no.
    """
    _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", stdin=str(path))


def _run(program: str, url: str, *arguments: str, stdin: str = "") -> None:
    parsed = make_url(url)
    # The password goes by the environment: arguments are for every user of the machine to see.
    secret = {"PGPASSWORD": str(parsed.password)} if parsed.password else {}
    bare = parsed.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    _program(program, [*arguments, f"--dbname={bare}", *([stdin] if stdin else [])], secret)


def _program(program: str, arguments: list[str], secret: dict[str, str]) -> str:
    path = shutil.which(program)
    if path is None:
        raise Refused(f"This takes {program}, which comes with PostgreSQL and is not installed here.")
    ran = subprocess.run(  # noqa: S603 - a program of the operator's own, found on their path
        [path, *arguments], env=os.environ | secret, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        reason = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Refused(f"{program} failed: {reason}")
    return ran.stdout
