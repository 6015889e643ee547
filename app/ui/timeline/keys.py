"""The keys of the Timeline page and what they do, for the list of shortcuts."""

from app.ui.timeline.words import tr


def timeline_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys, in the order they are listed."""
    return (
        ("Right", tr("Go along the days; Up and Down go over the rows")),
        ("Shift+Right", tr("Move the due date; it is dropped when Shift is let go")),
        ("Alt+Right", tr("Move the start; it is dropped when Alt is let go")),
        ("Esc", tr("Leave the dates as they were")),
        ("M", tr("Go to the next milestone")),
        ("O", tr("Go to the next week that holds too much")),
        ("T", tr("Go to today")),
        ("Space", tr("Fold or unfold a group, or a project's milestones")),
        ("Return", tr("Open the project")),
        ("+", tr("See fewer days, larger; - sees more, and so does Ctrl with the wheel")),
        ("Ctrl+F", tr("Search")),
        ("Ctrl+N", tr("Can I take this on?")),
    )
