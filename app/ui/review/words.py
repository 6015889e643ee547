"""The headings of Review's cards."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)


def kind_title(kind: str) -> str:
    """Return the heading of a kind of finding; an unknown kind reads as itself."""
    titles = {
        "conflict": _tr("Changed on two devices"),
        "twin_names": _tr("Same name twice"),
        "twins": _tr("Same name twice"),
        "overlap": _tr("Overlapping entries"),
        "overlaps": _tr("Overlapping entries"),
        "long_entry": _tr("Very long entries"),
        "no_project": _tr("Entries without a project"),
        "without_project": _tr("Entries without a project"),
        "missing_reference": _tr("Something is missing"),
        "idle": _tr("Idle time"),
        "interrupted_timer": _tr("Timer found running"),
        "found_running": _tr("Timer found running"),
        "milestone_overdue": _tr("Overdue milestones"),
        "milestone_over_budget": _tr("Milestones over budget"),
        "overcommitted": _tr("Overcommitted weeks"),
        "import_rejected": _tr("Rows an import left out"),
        "rejected_rows": _tr("Rows an import left out"),
    }
    return titles.get(kind, kind.replace("_", " ").capitalize())
