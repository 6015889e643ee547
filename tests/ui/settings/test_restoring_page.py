"""After a backup of another computer the page says that the window has to be restarted, and offers it."""

from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.orchestrators.maintenance.backups import back_up
from app.storage.context import Context
from app.storage.meta import write_meta
from app.ui.settings.page import SettingsPage
from tests.support.pages import Stage


def back_up_of_somebody(ctx: Context) -> None:
    def belongs_to(user: str) -> None:
        with ctx.database.transaction() as connection:
            write_meta(connection, "user", user)

    belongs_to("somebody")
    back_up(ctx)
    belongs_to(ctx.user)


def test_a_backup_of_another_computer_offers_the_restart(stage: Stage, qtbot: QtBot) -> None:
    page = SettingsPage(stage.shell)
    stage.show(page)
    stage.run(qtbot, back_up_of_somebody)
    page.open_target("data")
    qtbot.waitUntil(lambda: len(page.data.restore_buttons) == 1)
    wanted = QSignalSpy(stage.shell.restart_wanted)

    page.data.restore_buttons[0].click()
    assert page.data.busy.next.isHidden()
    page.data.restore_buttons[0].click()
    qtbot.waitUntil(page.data.busy.next.isVisible)

    assert "another computer" in page.data.note
    assert page.data.busy.tone == "warning"
    page.data.busy.next.click()
    assert wanted.count() == 1

    page.data.check_button.click()
    assert page.data.busy.next.isHidden()
    qtbot.waitUntil(lambda: page.data.note == "Everything is in order.")
