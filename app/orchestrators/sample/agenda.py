"""What the sample's studio has in its calendar: weeks count from this one, days from Monday, minutes from midnight."""

from __future__ import annotations

from typing import NamedTuple


class Meeting(NamedTuple):
    """Something planned: in which week, on which day, from when for how many minutes."""

    week: int
    weekday: int
    start: int
    minutes: int
    title: str
    project: str | None = None
    notes: str = ""


class Start(NamedTuple):
    """A favourite."""

    text: str
    project: str
    task: str = ""
    tags: tuple[str, ...] = ()
    shortcut: str | None = None


_MO, _TU, _WE, _TH, _FR = range(5)

AGENDA = (
    Meeting(0, _MO, 13 * 60, 120, "Alert rules", "Energy dashboard"),
    Meeting(0, _TU, 9 * 60 + 30, 150, "Checkout flow", "Online shop"),
    Meeting(0, _TU, 14 * 60, 120, "Page templates", "Website relaunch"),
    Meeting(0, _WE, 9 * 60, 105, "Booking form", "Clinic booking", "The clinic sends its opening hours before."),
    Meeting(0, _WE, 14 * 60, 90, "Interview with the grid team", "Data strategy"),
    Meeting(0, _TH, 9 * 60 + 30, 120, "Map tiles offline", "Ride tracker"),
    Meeting(0, _TH, 13 * 60 + 30, 120, "Review with client", "Website relaunch"),
    Meeting(0, _FR, 9 * 60, 120, "Release build", "Route planner"),
    Meeting(0, _FR, 13 * 60, 60, "Proposal for the harbour festival", "Proposals"),
    Meeting(1, _MO, 13 * 60, 180, "Roadmap workshop", "Data strategy", "Bring the large printouts."),
    Meeting(1, _TU, 9 * 60, 180, "Payment provider", "Online shop"),
    Meeting(1, _WE, 9 * 60 + 30, 120, "Screens for the audio player", "Audio guide"),
    Meeting(1, _WE, 13 * 60 + 30, 150, "Chart library", "Energy dashboard"),
    Meeting(1, _TH, 13 * 60, 180, "Search and filters", "Website relaunch"),
    Meeting(1, _FR, 9 * 60, 180, "Test rides", "Ride tracker", "Meet at the workshop."),
    Meeting(2, _MO, 9 * 60, 240, "Workshop at the harbour", "Proposals"),
    Meeting(2, _MO, 13 * 60 + 30, 150, "Questions from the workshop", "Proposals"),
    Meeting(2, _TU, 9 * 60, 240, "Launch rehearsal", "Website relaunch"),
    Meeting(2, _WE, 13 * 60, 180, "Staff training", "Clinic booking"),
    Meeting(2, _TH, 10 * 60, 120, "Hand over the roadmap", "Data strategy"),
    Meeting(2, _FR, 8 * 60 + 30, 240, "Accounts of the quarter", "Administration"),
    Meeting(3, _MO, 9 * 60, 240, "Rollout to the first site", "Energy dashboard"),
)

REPEATED = (
    (Meeting(0, _MO, 8 * 60 + 45, 15, "Stand-up", "Administration"), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    (Meeting(0, _MO, 10 * 60, 45, "Weekly call", "Website relaunch"), "FREQ=WEEKLY;COUNT=6"),
    (Meeting(0, _TH, 11 * 60 + 30, 30, "Updates and backups", "Platform support"), "FREQ=WEEKLY;INTERVAL=2;COUNT=12"),
    (Meeting(-1, _FR, 14 * 60, 60, "Invoices", "Administration"), "FREQ=MONTHLY;BYDAY=-1FR"),
)

CALENDAR = "Team"
# The meeting, its rule, and for whole days how many there are.
IN_CALENDAR = (
    (Meeting(-1, _WE, 11 * 60, 60, "Team meeting"), "FREQ=WEEKLY;BYDAY=WE", 0),
    (Meeting(0, _TH, 16 * 60, 45, "One to one with Kim"), None, 0),
    (Meeting(0, _FR, 12 * 60 + 15, 45, "Team lunch"), None, 0),
    (Meeting(1, _TU, 15 * 60, 90, "Visit of the museum"), None, 0),
    (Meeting(1, _TH, 10 * 60, 30, "Fire drill"), None, 0),
    (Meeting(2, _FR, 15 * 60, 240, "Winter party"), None, 0),
    (Meeting(3, _WE, 0, 0, "Office closed: new floor"), None, 1),
)

# Hours a month that clients have paid for.
MONTHLY = (("Platform support", 8), ("Care plan", 6))

FAVORITES = (
    Start("Stand-up", "Administration", "Team", ("meeting",)),
    Start("Mail", "Administration", "Office"),
    Start("Page templates", "Website relaunch", "Frontend"),
    Start("Review with client", "Website relaunch", "Meetings", ("meeting", "review")),
    Start("Ticket: login fails", "Platform support", "Tickets", ("bug", "urgent")),
    Start("Write proposal", "Proposals", "Proposals"),
)
