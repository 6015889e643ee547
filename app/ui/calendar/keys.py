"""The keys of the Calendar page and what they do, for the list of shortcuts."""

from app.ui.calendar.words import tr


def calendar_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys of the calendar, in the order they are listed."""
    return (
        ("1", tr("Day; 2 the work week, 3 the week, 4 the month")),
        ("PgUp", tr("Earlier; Page Down later")),
        ("T", tr("Back to today")),
        ("Right", tr("To the next day; Up and Down go from block to block")),
        ("Return", tr("Edit")),
        ("N", tr("New: an entry where time is past, a plan where it is to come")),
        ("Alt+Down", tr("Move; Alt and Left or Right to another day")),
        ("Shift+Alt+Down", tr("Make it longer; Shift+Alt+Up shorter")),
        ("Tab", tr("In the month: through what a day holds; Alt and an arrow move an event")),
        ("K", tr("Track a planned event")),
        ("C", tr("Continue, or start a timer for it")),
        ("S", tr("Split")),
        ("D", tr("Duplicate")),
        ("O", tr("Open in Today")),
        ("Del", tr("Delete")),
        ("Esc", tr("While dragging: leave it as it was")),
        ("+", tr("Higher hours; - lower ones")),
    )
