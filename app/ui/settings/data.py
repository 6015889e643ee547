"""The person's data: bring it in, take it out, keep copies, check it, find it on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from app.ui.settings.busy_row import BusyRow
from app.ui.settings.section import Section
from app.ui.widgets.rows_card import RowsCard


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup: where it is, when it was made, what it holds."""

    path: Path
    when: str
    detail: str


class DataSection(Section):
    """Forwards what the person wants; shows backups and what the last check found."""

    import_wanted = Signal()
    export_csv_wanted = Signal(Path)
    export_all_wanted = Signal(Path)
    import_all_wanted = Signal(Path)
    backup_wanted = Signal()
    restore_wanted = Signal(Path)
    check_wanted = Signal()
    trash_wanted = Signal()
    load_wanted = Signal()
    cancel_wanted = Signal()
    restart_wanted = Signal()

    def build(self) -> None:
        """Make the controls."""
        self._folder: Path | None = None
        self._asked: QPushButton | None = None
        self.restore_buttons: list[QPushButton] = []
        self.busy = BusyRow()
        self.busy.cancel_wanted.connect(self.cancel_wanted)
        self.busy.next_wanted.connect(self.restart_wanted)
        self.add_widget(self.busy)
        self._build_travel()
        self._build_safety()
        self._backups = self.card(self.tr("Backups"))
        self._build_place()

    def _build_travel(self) -> None:
        card = self.card(self.tr("Bring in and take out"))
        about = self.tr("Toggl, Clockify, Watson, Timewarrior, Hamster; you see what would be added first")
        self.import_button = self._button(card, self.tr("Import from another tracker"), about, self.tr("Import…"))
        self.import_button.clicked.connect(self.import_wanted)
        self.csv_button = self._button(
            card, self.tr("Time entries as a table"), self.tr("CSV for spreadsheets"), self.tr("Export CSV…")
        )
        self.csv_button.clicked.connect(self._ask_csv)
        about = self.tr("One file with everything, in a documented format that can be read back")
        self.read_button, self.all_button = QPushButton(self.tr("Read back…")), QPushButton(self.tr("Export all…"))
        self.read_button.clicked.connect(self._ask_read_back)
        self.all_button.clicked.connect(self._ask_all)
        card.add(self.tr("Everything"), about, self.read_button, self.all_button)

    def _build_safety(self) -> None:
        card = self.card(self.tr("Safety"))
        about = self.tr("Looks for damage, and whether all sums are what the entries say")
        self.check_button = self._button(card, self.tr("Integrity check"), about, self.tr("Check now"))
        self.check_button.clicked.connect(self.check_wanted)
        about = self.tr("What you delete is kept for 30 days")
        self.trash_button = self._button(card, self.tr("Trash"), about, self.tr("Open trash"))
        self.trash_button.clicked.connect(self.trash_wanted)

    def _build_place(self) -> None:
        card = self.card(self.tr("On disk"))
        self.folder_button = QPushButton(self.tr("Open folder"))
        self.folder_button.clicked.connect(self._open_folder)
        row = card.add(self.tr("Data folder"), " ", self.folder_button)
        self._folder_label = row.findChildren(QLabel)[1]
        self._folder_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _button(self, card: RowsCard, title: str, about: str, label: str) -> QPushButton:
        button = QPushButton(label)
        card.add(title, about, button)
        return button

    def activate(self) -> None:
        """Load the backups."""
        self.load_wanted.emit()

    def show_folder(self, folder: Path) -> None:
        """Show where the data is."""
        self._folder = folder
        self._folder_label.setText(str(folder))

    def show_backups(self, backups: Sequence[BackupLine]) -> None:
        """Replace the list; the first row makes one."""
        self._backups.clear()
        self._asked = None
        self.backup_button = QPushButton(self.tr("Back up now"))
        self.backup_button.clicked.connect(self.backup_wanted)
        about = self.tr("Made every day by itself; the last 7 days, 4 weeks and 12 months are kept")
        self._backups.add(self.tr("A verified copy of everything"), about, self.backup_button)
        self.restore_buttons = [self._add_backup(backup) for backup in backups]

    def _add_backup(self, backup: BackupLine) -> QPushButton:
        button = QPushButton(self.tr("Restore"))
        button.setAccessibleName(self.tr("Restore the backup of {when}").format(when=backup.when))
        button.clicked.connect(lambda: self._ask_restore(button, backup))
        self._backups.add(backup.when, backup.detail, button)
        return button

    def _ask_restore(self, button: QPushButton, backup: BackupLine) -> None:
        """Restoring can't be undone by Ctrl+Z, so the second click is the one that counts."""
        if self._asked is button:
            self._asked = None
            self.restore_wanted.emit(backup.path)
            return
        if self._asked is not None:
            self._asked.setText(self.tr("Restore"))
        self._asked = button
        button.setText(self.tr("Really restore"))
        self.say(self.tr("Restoring replaces what is here by the backup. The present file is kept beside it."))

    @property
    def note(self) -> str:
        """Return what was said last."""
        return self.busy.note

    def say(self, text: str, tone: str = "hint") -> None:
        """Say what came of it; tone is hint, good, warning or problem."""
        self.busy.say(text, tone)

    def _ask_csv(self) -> None:
        self._ask_save(self.tr("Export time entries"), "stintbook.csv", "CSV (*.csv)", self.export_csv_wanted)

    def _ask_all(self) -> None:
        self._ask_save(self.tr("Export everything"), "stintbook.zip", "ZIP (*.zip)", self.export_all_wanted)

    def _ask_save(self, title: str, name: str, kinds: str, signal: SignalInstance) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / name), kinds)
        if chosen:
            signal.emit(Path(chosen))

    def _ask_read_back(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Read back an export"), "", "ZIP (*.zip)")
        if chosen:
            self.import_all_wanted.emit(Path(chosen))

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
