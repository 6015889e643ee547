"""The pages there are, in the order of the rail. A page's module is imported at its first visit."""

from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QCoreApplication

from app.ui.page import Page
from app.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: ``place`` is ``module:Class``; ``rail`` the page of the rail it belongs to, where it has no place of its own."""

    name: str
    icon: str
    place: str
    rail: str = ""

    @property
    def title(self) -> str:
        """The word in the rail."""
        return _title(self.name)

    def build(self, shell: Shell) -> Page:
        """Import and make the page."""
        module, _, name = self.place.partition(":")
        made = getattr(import_module(module), name)(shell)
        if not isinstance(made, Page):
            raise TypeError(self.place)
        return made


PAGES = (
    PageEntry("today", "today", "app.ui.today.page:TodayPage"),
    PageEntry("calendar", "calendar", "app.ui.calendar.page:CalendarPage"),
    PageEntry("timesheet", "timesheet", "app.ui.timesheet.page:TimesheetPage"),
    PageEntry("timeline", "timeline", "app.ui.timeline.page:TimelinePage"),
    PageEntry("projects", "projects", "app.ui.projects.page:ProjectsPage"),
    PageEntry("review", "review", "app.ui.review.page:ReviewPage"),
    PageEntry("trash", "trash", "app.ui.trash.page:TrashPage"),
    PageEntry("settings", "settings", "app.ui.settings.page:SettingsPage"),
    PageEntry("sync", "round", "app.ui.sync.page:SyncPage", rail="settings"),
    PageEntry("balance", "clock", "app.ui.balance.page:BalancePage", rail="timesheet"),
)


def page_named(name: str) -> PageEntry:
    """Return a page's entry; Today for a name that is not there (any more)."""
    return next((entry for entry in PAGES if entry.name == name), PAGES[0])


def _title(name: str) -> str:
    return {
        "today": QCoreApplication.translate("Pages", "Today"),
        "calendar": QCoreApplication.translate("Pages", "Calendar"),
        "timesheet": QCoreApplication.translate("Pages", "Timesheet"),
        "timeline": QCoreApplication.translate("Pages", "Timeline"),
        "projects": QCoreApplication.translate("Pages", "Projects"),
        "review": QCoreApplication.translate("Pages", "Review"),
        "trash": QCoreApplication.translate("Pages", "Trash"),
        "settings": QCoreApplication.translate("Pages", "Settings"),
        "sync": QCoreApplication.translate("Pages", "Sync and devices"),
        "balance": QCoreApplication.translate("Pages", "Working hours"),
    }[name]
