"""The studio of the sample: whom it works for, on what, and the words it writes down. Days count from today."""

from __future__ import annotations

from typing import NamedTuple

from app.domain.entities.planning import TimeOffKind
from app.domain.entities.projects import ProjectStatus

_ON_HOLD, _COMPLETED, _ARCHIVED = ProjectStatus.ON_HOLD, ProjectStatus.COMPLETED, ProjectStatus.ARCHIVED


class Job(NamedTuple):
    """Something that is done again and again: what is written down, the task, the tags."""

    text: str
    task: str
    tags: tuple[str, ...] = ()


class Plan(NamedTuple):
    """A project: it began ``begins`` days ago and is due in ``due`` days (None: continuous).

    ``share`` says how much of the work goes to it, ``used`` how much of the estimate is spent (None: no estimate).
    """

    name: str
    code: str
    group: str
    client: str | None
    kind: str
    begins: int
    due: int | None
    share: float
    used: float | None = None
    milestones: tuple[str, ...] = ()
    status: ProjectStatus = ProjectStatus.ACTIVE
    billable: bool = True


class Firm(NamedTuple):
    """A client with the person one writes to, and euros an hour where they differ from the studio's own."""

    name: str
    email: str
    city: str
    rate: int | None = None


class Away(NamedTuple):
    """Days off: so many days ago (negative: to come), for so many days, all of each or a part."""

    name: str
    kind: TimeOffKind
    ago: int
    days: int
    fraction: float = 1.0


GROUPS = (
    ("Websites", "blue"),
    ("Apps", "violet"),
    ("Retainers", "emerald"),
    ("Consulting", "amber"),
    ("Studio", "slate"),
)

CLIENTS = (
    Firm("Harbour & Finch", "ines@harbourfinch.example", "Hamburg"),
    Firm("Alder Bakery", "office@alderbakery.example", "Bremen", 82),
    Firm("Lumen Museum", "digital@lumenmuseum.example", "Leipzig"),
    Firm("Brightwater Clinic", "projects@brightwater.example", "Kiel"),
    Firm("Fjord Outdoor", "web@fjordoutdoor.example", "Flensburg"),
    Firm("Northlight Optics", "marketing@northlight.example", "Jena"),
    Firm("Osprey Logistics", "it@ospreylogistics.example", "Duisburg", 105),
    Firm("Mistral Energy", "platform@mistralenergy.example", "Freiburg", 110),
    Firm("Velo Kollektiv", "hallo@velokollektiv.example", "Berlin", 78),
)

_SITE = ("Concept", "Design", "Build", "Launch")
_APP = ("Prototype", "Beta", "Release 1.0")

PROJECTS = (
    Plan("Website relaunch", "HF-01", "Websites", "Harbour & Finch", "site", 150, 38, 3.0, 0.8, _SITE),
    Plan("Online shop", "AB-02", "Websites", "Alder Bakery", "site", 95, 62, 2.2, 0.68, ("Catalogue", "Checkout", "Go-live")),
    Plan("Museum guide", "LM-01", "Websites", "Lumen Museum", "site", 520, -330, 2.4, 0.96, _SITE, _COMPLETED),
    Plan("Clinic booking", "BC-01", "Websites", "Brightwater Clinic", "site", 64, 95, 1.8, 0.61, _SITE),
    Plan("Campaign pages", "FO-03", "Websites", "Fjord Outdoor", "site", 262, -204, 1.6, 1.04, ("Spring", "Summer"), _COMPLETED),
    Plan("Product configurator", "NO-02", "Websites", "Northlight Optics", "site", 310, 40, 0.9, 0.45, ("Model", "Interface"), _ON_HOLD),
    Plan("Careers site", "OL-01", "Websites", "Osprey Logistics", "site", 700, -560, 2.0, 0.91, _SITE, _ARCHIVED),
    Plan("Route planner", "OL-04", "Apps", "Osprey Logistics", "app", 240, 12, 2.6, 1.06, _APP),
    Plan("Ride tracker", "VK-01", "Apps", "Velo Kollektiv", "app", 182, 121, 2.0, 0.8, _APP),
    Plan("Tasting notes", "HF-00", "Apps", "Harbour & Finch", "app", 612, -421, 2.2, 0.99, _APP, _COMPLETED),
    Plan("Energy dashboard", "ME-02", "Apps", "Mistral Energy", "app", 334, 76, 2.8, 0.91,
         ("Data model", "Charts", "Alerts", "Rollout")),
    Plan("Audio guide", "LM-02", "Apps", "Lumen Museum", "app", 41, 132, 1.5, 0.47, _APP),
    Plan("Stock scanner", "AB-01", "Apps", "Alder Bakery", "app", 690, -470, 1.7, 1.11, ("Prototype", "Release 1.0"), _ARCHIVED),
    Plan("Care plan", "HF-R", "Retainers", "Harbour & Finch", "care", 640, None, 0.4),
    Plan("Platform support", "ME-R", "Retainers", "Mistral Energy", "care", 480, None, 0.6),
    Plan("Fleet support", "OL-R", "Retainers", "Osprey Logistics", "care", 560, None, 0.45),
    Plan("Newsletter", "FO-R", "Retainers", "Fjord Outdoor", "care", 400, None, 0.25),
    Plan("Design system", "NO-01", "Consulting", "Northlight Optics", "advice", 455, -365, 1.4, 0.93, ("Audit", "Library"), _COMPLETED),
    Plan("Accessibility audit", "BC-02", "Consulting", "Brightwater Clinic", "advice", 70, -6, 1.3, 0.97, ("Review", "Report")),
    Plan("Data strategy", "ME-03", "Consulting", "Mistral Energy", "advice", 52, 30, 1.1, 0.64, ("Interviews", "Roadmap")),
    Plan("Checkout review", "FO-02", "Consulting", "Fjord Outdoor", "advice", 345, -318, 1.2, 0.88, (), _ARCHIVED),
    Plan("Administration", "", "Studio", None, "office", 730, None, 0.6, billable=False),
    Plan("Proposals", "", "Studio", None, "sales", 730, None, 0.35, billable=False),
    Plan("Studio website", "", "Studio", None, "site", 280, 160, 0.25, 0.7, billable=False),
    Plan("Learning", "", "Studio", None, "learning", 730, None, 0.15, billable=False),
)  # fmt: skip

JOBS = {
    "site": (
        Job("Page templates", "Frontend"),
        Job("Weekly call", "Meetings", ("meeting",)),
        Job("Navigation and search", "Frontend"),
        Job("Content model", "Backend", ("planning",)),
        Job("Layout drafts", "Design", ("design",)),
        Job("Fix layout on small screens", "Frontend", ("bug",)),
        Job("Review with client", "Meetings", ("meeting", "review")),
        Job("Forms and validation", "Frontend"),
        Job("Editorial workflow", "Backend"),
        Job("Image pipeline", "Backend"),
        Job("Deploy to staging", "Backend", ("deploy",)),
        Job("Proofreading", "Content", ("review",)),
    ),
    "app": (
        Job("Offline storage", "Backend"),
        Job("Weekly call", "Meetings", ("meeting",)),
        Job("List and detail screens", "Frontend"),
        Job("Crash on start", "Backend", ("bug",)),
        Job("Wireframes", "Design", ("design",)),
        Job("Import of old data", "Backend"),
        Job("Code review", "Backend", ("review",)),
        Job("Tests on devices", "Testing", ("testing",)),
        Job("Map view", "Frontend"),
        Job("Release build", "Testing", ("deploy",)),
        Job("Settings screen", "Frontend"),
        Job("Slow list scrolls", "Frontend", ("bug", "urgent")),
    ),
    "care": (
        Job("Updates and backups", "Maintenance"),
        Job("Ticket: login fails", "Tickets", ("bug", "urgent")),
        Job("Monthly report", "Reporting"),
        Job("Text changes", "Tickets"),
        Job("Ticket: wrong totals", "Tickets", ("bug",)),
        Job("Phone call", "Meetings", ("meeting",)),
    ),
    "advice": (
        Job("Interviews", "Research", ("research", "meeting")),
        Job("Write report", "Report"),
        Job("Test with users", "Research", ("research",)),
        Job("Workshop", "Workshops", ("meeting", "travel")),
        Job("Findings and slides", "Report", ("review",)),
    ),
    "office": (
        Job("Stand-up", "Team", ("meeting",)),
        Job("Mail", "Office"),
        Job("Invoices", "Bookkeeping"),
        Job("Planning", "Team", ("planning",)),
        Job("Bookkeeping", "Bookkeeping"),
        Job("Team lunch", "Team"),
    ),
    "sales": (
        Job("Write proposal", "Proposals"),
        Job("First call", "Contacts", ("meeting",)),
        Job("Estimate", "Proposals", ("planning",)),
        Job("Visit", "Contacts", ("travel",)),
    ),
    "learning": (
        Job("Course: typography", "Courses"),
        Job("Read release notes", "Reading", ("research",)),
        Job("Try a new framework", "Reading", ("research",)),
    ),
}

TAGS = (
    ("bug", "rose"), ("deploy", "orange"), ("design", "violet"), ("meeting", "sky"), ("planning", "indigo"),
    ("research", "teal"), ("review", "amber"), ("testing", "lime"), ("travel", "cyan"), ("urgent", "red"),
)  # fmt: skip

WITHOUT_PROJECT = ("Phone call", "Printer and network", "Call with a possible client", "Phone call", "Mail")

AWAY = (
    Away("Skiing", TimeOffKind.VACATION, -68, 7),
    Away("Between the years", TimeOffKind.VACATION, -29, 8),
    Away("Dentist", TimeOffKind.OTHER, -9, 1, 0.5),
    Away("Moving house", TimeOffKind.OTHER, 33, 1, 0.5),
    Away("Summer holidays", TimeOffKind.VACATION, 122, 19),
    Away("Long weekend", TimeOffKind.VACATION, 202, 5),
    Away("Flu", TimeOffKind.SICK, 283, 4),
    Away("Winter break", TimeOffKind.VACATION, 337, 12),
    Away("Summer holidays", TimeOffKind.VACATION, 488, 19),
    Away("Cold", TimeOffKind.SICK, 610, 3),
)

EUROS_AN_HOUR = 95
"""What an hour costs where nothing else was agreed; 88 until a year ago."""
EUROS_AN_HOUR_BEFORE = 88
