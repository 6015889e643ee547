"""What Stintbook knows about itself; shown to the person, never sent."""

from __future__ import annotations

import platform
import sys
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.orchestrators.workflow import workflow
from app.storage.figures import database_figures, sqlite_version, sync_figures
from app.system.metrics import METRICS

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.system.metrics import Figures

_ROOMS_OF_STORAGE = ("storage.",)


@workflow
def diagnostics(ctx: Context) -> dict[str, Any]:
    """Return versions, figures of the database, of sync and the cache, and the timings of workflows and of storage.

    Nothing of what was worked on is in it, and no path outside the data folder.
    """
    cache = ctx.database.cache
    asked = cache.figures.hits + cache.figures.misses
    return {
        "versions": _versions(),
        "database": _database(ctx),
        "sync": _sync(ctx),
        "cache": {
            "held": len(cache),
            "hit_rate": cache.figures.hits / asked if asked else 0.0,
            **asdict(cache.figures),
        },
        "workflows": {f.name: _row(f) for f in METRICS.figures() if not f.name.startswith(_ROOMS_OF_STORAGE)},
        "storage": {
            f.name.partition(".")[2]: _row(f) | {"rows": f.rows}
            for f in METRICS.figures()
            if f.name.startswith(_ROOMS_OF_STORAGE)
        },
    }


def _versions() -> dict[str, str]:
    try:
        own = version("stintbook")
    except PackageNotFoundError:
        own = "from source"
    return {
        "stintbook": own,
        "python": platform.python_version(),
        "sqlite": sqlite_version(),
        "system": f"{platform.system()} {platform.release()}",
        "build": "frozen" if getattr(sys, "frozen", False) else "plain",
    }


def _database(ctx: Context) -> dict[str, Any]:
    database = ctx.database
    with database.reading() as connection:
        figures: dict[str, Any] = database_figures(connection)
    figures["read_only"] = database.read_only
    if not database.in_memory:
        path = Path(database.path)
        log = path.with_name(f"{path.name}-wal")
        figures["file_bytes"] = path.stat().st_size
        figures["log_bytes"] = log.stat().st_size if log.exists() else 0
    return figures


def _sync(ctx: Context) -> dict[str, Any]:
    with ctx.database.reading() as connection:
        return sync_figures(connection)


def _row(figures: Figures) -> dict[str, float]:
    return {
        "runs": figures.runs,
        "errors": figures.errors,
        "p50_ms": figures.p50_ms,
        "p95_ms": figures.p95_ms,
        "max_ms": figures.max_ms,
    }
