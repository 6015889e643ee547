"""The keys of the Today page and what they do, for the list of shortcuts."""

from app.ui.today.words import tr


def today_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys of the list and of the week, in the order they are listed."""
    return (
        ("Return", tr("Edit the description; on a gap or an overlap: do what is offered first")),
        ("Tab", tr("In a field: save, and go on to the next one")),
        ("C", tr("Continue")),
        ("S", tr("Split")),
        ("D", tr("Duplicate")),
        ("P", tr("Set the project")),
        ("T", tr("Edit the tags")),
        ("B", tr("Billable or not")),
        ("M", tr("Merge the chosen entries")),
        ("Del", tr("Delete")),
        ("Right", tr("Unfold equal entries; Left folds them")),
        ("Ctrl+A", tr("Choose all that is shown; Shift and the arrows choose some")),
        ("Ctrl+Home", tr("Back to today")),
        ("PgUp", tr("On the week: the week before; Page Down the week after")),
    )
