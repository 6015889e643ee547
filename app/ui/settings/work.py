"""What the Settings page asks of the workflows."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.domain.outcome import Outcome
    from app.orchestrators.preferences import Settings
    from app.storage.backups import Backup
    from app.storage.context import Context
    from app.ui.settings.data import BackupLine

    Progress = Callable[[int, int], None]
    Cancelled = Callable[[], bool]


def load(ctx: "Context") -> "Settings":
    """Return the settings that follow the person."""
    from app.orchestrators.settings.settings import get_settings

    return get_settings(ctx)


def store(ctx: "Context", *, fields: dict[str, Any]) -> Any:
    """Change settings."""
    from app.orchestrators.settings.settings import update_settings

    return update_settings(ctx, **fields)


def backup(ctx: "Context") -> "Backup":
    """Make a verified backup."""
    from app.orchestrators.maintenance.backups import back_up

    return back_up(ctx)


def list_backups(ctx: "Context") -> "list[BackupLine]":
    """Return the backups as the page lists them, newest first."""
    from app.orchestrators.maintenance.backups import list_backups as find

    return [_line(made, ctx.zone) for made in find(ctx)]


def _line(made: "Backup", zone: str) -> "BackupLine":
    from app.domain.days import local_day
    from app.ui.formats import clock
    from app.ui.settings.data import BackupLine
    from app.ui.words import long_day

    when = f"{long_day(local_day(made.made_at, zone))}, {clock(made.made_at, zone)}"
    reason = {
        "manual": _tr("made by hand"),
        "daily": _tr("made by itself"),
        "before-migration": _tr("before an update"),
        "before-import": _tr("before an import"),
        "before-restore": _tr("before another backup was restored"),
        "before-delete": _tr("before much was deleted"),
    }.get(made.reason, made.reason)
    size = QLocale().formattedDataSize(made.size_bytes, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    return BackupLine(
        made.path, when, _tr("{n} entries, {size}, {reason}").format(n=made.entries, size=size, reason=reason)
    )


def restore(ctx: "Context", *, path: "Path") -> "Outcome[Any]":
    """Put a backup in place; what it replaces is kept as a backup."""
    from app.orchestrators.maintenance.backups import restore_backup

    return restore_backup(ctx, path)


def check(ctx: "Context") -> list[str]:
    """Return what a full check found, in sentences; nothing when all is in order."""
    from app.orchestrators.maintenance.doctor import check as examine

    report = examine(ctx)
    return [*report.findings, *report.notes]


def export_csv(ctx: "Context", *, path: "Path", progress: "Progress", cancelled: "Cancelled") -> int:
    """Write all entries as a table; returns the number of rows."""
    from app.orchestrators.exchange.exporting import export_csv as write

    return write(ctx, path, progress=progress, cancelled=cancelled)


def export_all(ctx: "Context", *, path: "Path", progress: "Progress", cancelled: "Cancelled") -> Any:
    """Write everything into one file."""
    from app.orchestrators.exchange.exporting import export_everything

    return export_everything(ctx, path, progress=progress, cancelled=cancelled)


def read_back(ctx: "Context", *, path: "Path", progress: "Progress", cancelled: "Cancelled") -> "Outcome[Any]":
    """Read an export of everything."""
    from app.orchestrators.exchange.exporting import import_everything

    return import_everything(ctx, path, progress=progress, cancelled=cancelled)


def figures(ctx: "Context") -> dict[str, Any]:
    """Return what Stintbook knows about itself."""
    from app.orchestrators.maintenance.diagnostics import diagnostics

    return diagnostics(ctx)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
