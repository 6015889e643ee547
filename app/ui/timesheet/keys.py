"""The keys of the Timesheet page, for the list of shortcuts."""

from app.ui.timesheet.words import tr


def timesheet_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys and what they do."""
    return (
        ("1", tr("A digit is typed over the cell; + and - count from what it holds")),
        ("F2", tr("Change what stands in the cell")),
        ("Return", tr("Go down")),
        ("Tab", tr("Go right, and on to the next row")),
        ("Del", tr("Clear the cell")),
        ("Ctrl+C", tr("Copy the time of the cell")),
        ("Ctrl+V", tr("Put the copied time into the cell")),
        ("Ins", tr("Add a row")),
        ("Alt+Left", tr("Earlier week")),
        ("Alt+Right", tr("Later week")),
        ("Alt+Home", tr("This week")),
    )
