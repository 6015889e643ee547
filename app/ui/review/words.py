"""The headings of Review's cards, and its sentences in the locale's dates."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)


def kind_title(kind: str) -> str:
    """Return the heading of a kind of finding; an unknown kind reads as itself."""
    titles = {
        "conflict": _tr("Changed on two devices"),
        "stopped_twice": _tr("Stopped on two devices"),
        "running_long": _tr("A timer has been running for long"),
        "found_running": _tr("Timer found running"),
        "idle": _tr("Idle time"),
        "overlap": _tr("Overlapping entries"),
        "long_entry": _tr("Very long entries"),
        "no_project": _tr("Entries without a project"),
        "two_running": _tr("Two timers at once"),
        "missing_project": _tr("Projects that are not here"),
        "missing_task": _tr("Tasks that are not here"),
        "missing_milestone": _tr("Milestones that are not here"),
        "imported_twice": _tr("Imported on two devices"),
        "restored_parent": _tr("Restored because of its entries"),
        "twins": _tr("Same name twice"),
        "milestone_overdue": _tr("Overdue milestones"),
        "milestone_over": _tr("Milestones over budget"),
        "overcommitted": _tr("Overcommitted weeks"),
        "import_rejected": _tr("Rows an import left out"),
    }
    return titles.get(kind, kind.replace("_", " ").capitalize())


def show_rows() -> str:
    """Return the words of the button that lists what an import left out."""
    return _tr("Show the rows")
