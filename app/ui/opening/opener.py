"""Opening the store from the window: again, after a backup came back, after a salvage, or in another folder."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from app.domain.errors import AppError
from app.system.paths import Paths
from app.ui.opening.page import OpeningFault
from app.ui.opening.place import Place
from app.ui.shell import Shell


class Opener(QObject):
    """Tries, and shows the fault page until it works. Nothing is changed unless the person chose to."""

    failed = Signal()
    moved = Signal()
    """Another folder was chosen."""
    quit_wanted = Signal()

    def __init__(self, shell: Shell, page: OpeningFault, place: Place) -> None:
        super().__init__(page)
        self._shell, self._page, self._place = shell, page, place
        page.chosen.connect(self._on_chosen)

    def open(self) -> None:
        """Open the store in the writing lane."""
        self._shell.jobs.open(self.show_fault)

    def show_fault(self, error: Exception) -> None:
        """Say why the store did not open, and offer the ways out."""
        from app.ui.opening.words import about_of, title_of, ways_of

        about = about_of(error)
        if not isinstance(error, AppError):
            self._shell.log_mistake(error)
            about = self.tr(
                "This is a mistake of ours. Nothing was changed: your data is where it was. The log in “{folder}”"
                " says what happened."
            ).format(folder=self._place.paths.log.parent)
        self._page.show_fault(title_of(error), about, ways_of(error, self._place.paths))
        self.failed.emit()

    def _on_chosen(self, way: str) -> None:
        if way == "retry":
            self._retry()
        elif way == "folder":
            self._choose_folder()
        elif way == "quit":
            self.quit_wanted.emit()
        else:
            self._repair(_restore if way == "restore" else _salvage)

    def _retry(self) -> None:
        self._page.set_busy(is_busy=True)
        self._page.say(self.tr("Opening…"))
        self.open()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._page, self.tr("A folder for your data"), str(self._place.paths.data.parent)
        )
        if chosen:
            self.use_folder(Path(chosen))

    def use_folder(self, folder: Path) -> None:
        """Open another folder's store, making it there if there is none."""
        self._place.paths = Paths(folder)
        self.moved.emit()
        self._retry()

    def _repair(self, work: Callable[[Paths], str]) -> None:
        self._page.set_busy(is_busy=True)
        self._page.say(self.tr("Working…"))
        self._shell.jobs.outside(
            partial(work, self._place.paths), owner=self, on_done=self._on_repaired, on_error=self._on_repair_failed
        )

    def _on_repaired(self, said: str) -> None:
        self._shell.toast(said, seconds=20)
        self._retry()

    def _on_repair_failed(self, error: Exception) -> None:
        self._page.set_busy(is_busy=False)
        if isinstance(error, AppError):
            self._page.say(str(error), "problem")
            return
        self._shell.log_mistake(error)
        self._page.say(self.tr("That did not work, and it is our mistake. Nothing was changed."), "problem")


def _restore(paths: Paths) -> str:
    from app.orchestrators.maintenance.backups import restore_from

    done = restore_from(paths, None)
    return _with_kept(_tr("The newest backup is in place."), done.kept)


def _salvage(paths: Paths) -> str:
    from app.orchestrators.maintenance.doctor import salvage

    done = salvage(paths)
    said = _tr("What could be read is saved.") if done.lost else _tr("Everything could be read and is saved.")
    return _with_kept(said, done.kept)


def _with_kept(said: str, kept: Path | None) -> str:
    if kept is None:
        return said
    return said + " " + _tr("The damaged file is kept as “{file}”.").format(file=kept.name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Opening", text)
