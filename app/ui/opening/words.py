"""What a fault on opening is called, and which ways out there are."""

from PySide6.QtCore import QCoreApplication

from app.system.paths import Paths

_AS_AN_OPTION = " with --data-dir"


def title_of(error: Exception) -> str:
    """Return the heading for an error."""
    titles = {
        "damaged": _tr("Your database is damaged"),
        "not_ours": _tr("This is not a Stintbook database"),
        "locked": _tr("Another program is using your database"),
        "not_writable": _tr("Your database cannot be opened"),
    }
    return titles.get(getattr(error, "code", ""), _tr("Stintbook cannot open your data"))


def about_of(error: Exception) -> str:
    """Return an error's own sentence; the way out that has a button here is not named as the command line has it."""
    return str(error).replace(_AS_AN_OPTION, "")


def ways_of(error: Exception, paths: Paths) -> list[tuple[str, str]]:
    """Return the names and the words of the ways out, the first to try first."""
    again = ("retry", _tr("Try again"))
    rest = [("folder", _tr("Use another folder…")), ("quit", _tr("Quit"))]
    if getattr(error, "code", "") != "damaged":
        return [again, *rest]
    ways = [("salvage", _tr("Save what can be read")), again, *rest]
    has_backup = paths.backups.is_dir() and any(paths.backups.glob("*.db"))
    return [("restore", _tr("Restore the newest backup")), *ways] if has_backup else ways


def _tr(text: str) -> str:
    return QCoreApplication.translate("Opening", text)
