"""What each picture shows: how the window gets there, what is taken, and the way back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtTest import QTest

from app.domain.errors import EnvironmentFailed
from app.storage.failures import Damaged
from app.ui.importing.dialog import ImportDialog
from app.ui.window import MainWindow
from tests.acceptance import planning_shots
from tests.acceptance.looking import Taken, page, settle, wait_for


def project(window: MainWindow) -> Taken:
    """The page of the project with most to show."""
    page("projects", None, window)
    shown: Any = window.frame.pages.page("projects")
    line = max(shown.shelf.lines, key=lambda line: (line.due_date is not None, line.tracked_seconds))
    shown.open_project(line.id)
    settle(window)
    window.frame.focus_entry(selected=False)
    window.frame.bar.field.deselect()
    return window, shown.back


def typing(text: str, enter: bool, window: MainWindow) -> Taken:
    page("today", None, window)
    field = window.frame.bar.field
    window.activateWindow()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.qWait(150)
    settle(window)
    if enter:
        window.frame.bar.entered.emit(True)  # noqa: FBT003
        settle(window)

    def back() -> None:
        window.frame.bar.escaped.emit()
        window.frame.bar.escaped.emit()

    return window, back


def shortcuts(window: MainWindow) -> Taken:
    page("today", None, window)
    window.open_shortcuts()
    assert window.sheet is not None
    return window, window.sheet.dismiss


def importing(window: MainWindow) -> Taken:
    page("today", None, window)
    window.open_import()
    dialog = window.findChildren(ImportDialog)[-1]
    return dialog, dialog.close


def found_running(window: MainWindow) -> Taken:
    from app.orchestrators.maintenance.heartbeat import FoundRunning

    page("today", None, window)
    status = window.tracking.status
    assert status is not None
    assert status.running is not None
    found = FoundRunning(status.running, window.tracking.now - 130 * 60, 130 * 60)
    window.found.show_found(found, zone=window.tracking.zone, today="")
    return window, window.found.hide


def toast(window: MainWindow) -> Taken:
    page("today", None, window)
    window.shell.toast("Stopped “Checkout flow wireframes”", "Continue as if never stopped", seconds=60)
    return window, window.toast.hide


def linked(state: str, window: MainWindow) -> Taken:
    """The sync page as it looks with a server; what it says of it is made up."""
    from tests.acceptance.standing import DEVICES, NOW, standing

    page("sync", None, window)
    shown: Any = window.frame.pages.page("sync")
    known = window.shell.syncing.status
    loaded = standing(state)
    window.shell.syncing.status = loaded.status
    window.frame.status.show_sync(loaded.status, NOW)
    shown.show_loaded(loaded)
    shown.linked.devices.show_devices(DEVICES, NOW)

    def back() -> None:
        window.shell.syncing.status = known
        if known is not None:
            window.frame.status.show_sync(known, NOW)

    return window, back


def conflicts(window: MainWindow) -> Taken:
    """Review with versions of two devices."""
    from tests.acceptance.standing import disagree_about_the_newest

    answers: list[object] = []
    window.shell.jobs.submit(disagree_about_the_newest, owner=None, on_done=answers.append)
    wait_for(lambda: answers)
    return page("review", None, window)


def fault(error: Exception, window: MainWindow) -> Taken:
    window.toast.hide()
    window.opener.show_fault(error)
    return window, partial(window.show_frame)


SAMPLE: dict[str, Callable[[MainWindow], Taken]] = {
    "today": partial(page, "today", None),
    "projects": partial(page, "projects", None),
    "project": project,
    **planning_shots.SAMPLE,
    "review": partial(page, "review", None),
    "trash": partial(page, "trash", None),
    "sync": partial(page, "sync", None),
    **{f"sync-{state}": partial(linked, state) for state in ("synced", "waiting", "offline", "attention")},
    **{
        f"settings-{name}": partial(page, "settings", name)
        for name in ("general", "tracking", "appearance", "sync", "data", "shortcuts", "about")
    },
    "typing": partial(typing, "9:30-11 re", False),  # noqa: FBT003
    "unknown-project": partial(typing, "9:30-11 fix login @Unheard/Backend #bug $", True),  # noqa: FBT003
    "unreadable": partial(typing, "2026-02-30 9-10 review", False),  # noqa: FBT003
    "shortcuts": shortcuts,
    "import": importing,
    "found-running": found_running,
    "toast": toast,
    "review-conflicts": conflicts,
    "fault-damaged": partial(
        fault,
        Damaged(
            "The database “/home/kim/.local/share/stintbook/stintbook.db” is damaged. It was left as it is. The newest"
            " backup can be restored."
        ),
    ),
    "fault-folder": partial(
        fault,
        EnvironmentFailed(
            "Stintbook cannot write to “/mnt/office/stintbook”: Permission denied. Choose another folder with --data-dir."
        ),
    ),
}
EMPTY: dict[str, Callable[[MainWindow], Taken]] = {
    "first-start": partial(page, "today", None),
    **planning_shots.EMPTY,
    "empty-projects": partial(page, "projects", None),
    "empty-review": partial(page, "review", None),
    "empty-trash": partial(page, "trash", None),
}
