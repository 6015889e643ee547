"""What the pictures of the planning pages show, and the way back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtTest import QTest

from app.domain.days import next_day
from app.ui.calendar.spans import ViewName
from app.ui.timeline.scale import Unit
from app.ui.window import MainWindow
from tests.acceptance.looking import Taken, page, settle


def shown(name: str, window: MainWindow) -> Any:
    """Go to a page and return it."""
    page(name, None, window)
    return window.frame.pages.page(name)


def calendar(view: ViewName, window: MainWindow) -> Taken:
    it = shown("calendar", window)
    it.go_to(None)
    it.show_view(view)
    settle(window)
    return window, partial(it.show_view, ViewName.WEEK)


def planning(window: MainWindow) -> Taken:
    """The form of something new in the calendar."""
    calendar(ViewName.WEEK, window)
    it = shown("calendar", window)
    it.actions_.begin(it.span.now + 20 * 3600, plans=True)
    settle(window)
    return window, it.panel.dismiss


def timeline(unit: Unit, window: MainWindow) -> Taken:
    it = shown("timeline", window)
    it.view.zoom_to(unit)
    settle(window)
    return window, partial(it.view.zoom_to, Unit.WEEK)


def what_if(window: MainWindow) -> Taken:
    """A project of sixty hours, thought of beside all others."""
    it = shown("timeline", window)
    it.view.zoom_to(Unit.WEEK)
    it.what_if.open()
    form = it.what_if.form
    form.hours.setFocus()
    QTest.keyClicks(form.hours, "60h")
    form.due.set_day(next_day(it.loader.board.timeline.today, 45))
    settle(window)
    return window, it.panel.dismiss


def group(window: MainWindow) -> Taken:
    it = shown("projects", window)
    it.open_group(it.shelf.groups[1].id)
    settle(window)
    return window, it.back


def milestones(window: MainWindow) -> Taken:
    it = shown("projects", window)
    it.open_milestones()
    settle(window)
    return window, it.back


SAMPLE: dict[str, Callable[[MainWindow], Taken]] = {
    **{f"calendar-{view.value.replace('_', '-')}": partial(calendar, view) for view in ViewName},
    "calendar-planning": planning,
    "timesheet": partial(page, "timesheet", None),
    "balance": partial(page, "balance", None),
    **{f"timeline-{unit.value}": partial(timeline, unit) for unit in Unit},
    "timeline-what-if": what_if,
    "group": group,
    "milestones": milestones,
    **{
        f"settings-{name.replace('_', '-')}": partial(page, "settings", name)
        for name in ("work_hours", "time_off", "calendars")
    },
}
EMPTY: dict[str, Callable[[MainWindow], Taken]] = {
    f"empty-{name}": partial(page, name, None) for name in ("calendar", "timesheet", "timeline", "balance")
}
