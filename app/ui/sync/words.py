"""What is said about sync, in one word and in one line. A state is told by an icon's shape and by words, not by colour."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

if TYPE_CHECKING:
    from app.orchestrators.sync.values import RoundSummary, SyncStatus

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400

ICONS = {
    "off": "device", "attention": "warning", "syncing": "round", "offline": "cloud-off", "waiting": "cloud-up",
    "synced": "cloud-check",
}  # fmt: skip


def icon_of(status: "SyncStatus") -> str:
    """Return the icon of a state; each has a shape of its own."""
    return ICONS.get(status.state, "cloud")


def short(status: "SyncStatus", now: int) -> str:
    """Return the few words of the status line: ``Synced 2 min ago``, ``Offline · 3 waiting``."""
    words = {
        "off": _tr("Only on this device"),
        "attention": _tr("Needs you"),
        "syncing": _tr("Syncing…"),
        "offline": _tr("Offline"),
        "waiting": waiting(status.waiting) if status.waiting else _tr("Waiting"),
        "synced": _tr("Synced {ago}").format(ago=ago(status.last_synced_at, now)) if status.last_synced_at else "",
    }.get(status.state, "") or _tr("Synced")
    if status.state == "offline" and status.waiting:
        return f"{words} · {waiting(status.waiting)}"
    return words


def headline(status: "SyncStatus", now: int) -> str:
    """Return the heading of the page's first card."""
    if status.state == "synced":
        return _tr("Everything is synced")
    if status.state == "waiting" and status.waiting:
        return _tr("%n change(s) waiting to sync", status.waiting)
    if status.state == "offline":
        return _tr("Offline: you can go on working")
    return short(status, now)


def waiting(count: int) -> str:
    """Return ``3 waiting``."""
    return _tr("{count} waiting").format(count=QLocale().toString(count))


def ago(instant: int | None, now: int) -> str:
    """Return ``just now``, ``2 min ago``, ``3 h ago``, ``5 days ago``; ``never`` for None."""
    if instant is None:
        return _tr("never")
    passed = max(0, now - instant)
    if passed < _MINUTE:
        return _tr("just now")
    if passed < _HOUR:
        return _tr("{count} min ago").format(count=passed // _MINUTE)
    if passed < _DAY:
        return _tr("{count} h ago").format(count=passed // _HOUR)
    return _tr("%n day(s) ago", passed // _DAY)


def round_line(one: "RoundSummary") -> str:
    """Return what an exchange brought: ``2 received, 3 sent``, or why it came to nothing."""
    if one.failure is not None:
        return one.failure.sentence
    locale = QLocale()
    parts = [
        words.format(count=locale.toString(count))
        for words, count in (
            (_tr("{count} received"), one.received),
            (_tr("{count} sent"), one.sent),
            (_tr("{count} set aside"), one.set_aside),
        )
        if count
    ]
    return ", ".join(parts) or _tr("Nothing new")


def shift_words(seconds: int, count: int) -> str:
    """Return ``Shift these 7 entries by −61 min``."""
    minutes = round(seconds / _MINUTE)
    by = f"{'−' if minutes < 0 else '+'}{QLocale().toString(abs(minutes))}"
    one = _tr("Shift this entry by {by} min")
    many = _tr("Shift these {count} entries by {by} min")
    return (one if count == 1 else many).format(count=QLocale().toString(count), by=by)


def kind_name(kind: str) -> str:
    """Return what a kind is called."""
    names = {
        "time_entry": _tr("Entry"), "project": _tr("Project"), "group": _tr("Group"), "client": _tr("Client"),
        "milestone": _tr("Milestone"), "task": _tr("Task"), "tag": _tr("Tag"), "setting": _tr("Setting"),
        "rate": _tr("Rate"), "conflict": _tr("Decision"), "dismissal": _tr("Dismissed item"),
    }  # fmt: skip
    return names.get(kind, kind.replace("_", " ").capitalize())


def _tr(text: str, number: int = -1) -> str:
    shown = QCoreApplication.translate("Sync", text, "", number)
    # Without a translation loaded Qt leaves the plural mark for us.
    return shown.replace("(s)", "" if number == 1 else "s") if "(s)" in shown else shown
