"""The Settings page: sections at the left, one at a time at the right, each change in force at once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.settings import rates, work
from app.ui.settings.about import AboutSection
from app.ui.settings.appearance import AppearanceSection
from app.ui.settings.calendars.desk import CalendarsDesk
from app.ui.settings.calendars.section import CalendarsSection
from app.ui.settings.data import DataSection
from app.ui.settings.general import GeneralSection
from app.ui.settings.section import Section
from app.ui.settings.shortcuts import ShortcutsSection
from app.ui.settings.sync import SyncSection
from app.ui.settings.time_off.desk import TimeOffDesk
from app.ui.settings.time_off.section import TimeOffSection
from app.ui.settings.tracking import TrackingSection
from app.ui.settings.work_hours.desk import HoursDesk
from app.ui.settings.work_hours.section import WorkHoursSection
from app.ui.shell import Shell
from app.ui.widgets.column_scroll import ColumnScroll
from app.ui.widgets.section_list import SectionList

if TYPE_CHECKING:
    from app.orchestrators.preferences import Settings


class SettingsPage(Page):
    """Wires the sections to the workflows; decides nothing."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.SETTING, Kind.RATE, Kind.WORK_SLOT, Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.PLANNED_EVENT
    )  # fmt: skip
    _progressed = Signal(int, int)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.general, self.tracking = GeneralSection(), TrackingSection()
        self.appearance, self.data = AppearanceSection(), DataSection()
        self.about, self.sync = AboutSection(), SyncSection()
        self.work_hours, self.time_off = WorkHoursSection(), TimeOffSection()
        self.calendars = CalendarsSection()
        self._sections: dict[str, tuple[str, Section]] = {
            "general": (self.tr("General"), self.general),
            "work_hours": (self.tr("Work hours"), self.work_hours),
            "time_off": (self.tr("Time off"), self.time_off),
            "calendars": (self.tr("Calendars"), self.calendars),
            "tracking": (self.tr("Tracking"), self.tracking),
            "appearance": (self.tr("Appearance"), self.appearance),
            "sync": (self.tr("Sync and devices"), self.sync),
            "data": (self.tr("Data"), self.data),
            "shortcuts": (self.tr("Shortcuts"), ShortcutsSection()),
            "about": (self.tr("About and diagnostics"), self.about),
        }
        self._settings: Settings | None = None
        self._rate: tuple[int, str] | None = None
        self._stop = Event()
        self._wire()
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Settings"))
        heading.setObjectName("pageTitle")
        self.list = SectionList(self.tr("Sections of the settings"), [name for name, _ in self._sections.values()])
        self._stack = QStackedWidget()
        for name, (title, section) in self._sections.items():
            self._stack.addWidget(ColumnScroll(title, section, is_read=name == "shortcuts"))
        self.list.currentRowChanged.connect(self._open_row)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addLayout(row, 1)
        self.list.setCurrentRow(0)

    def _wire(self) -> None:
        self._hours_desk = HoursDesk(self.shell, self.work_hours, self)
        self._time_off_desk = TimeOffDesk(self.shell, self.time_off, self)
        self._calendars_desk = CalendarsDesk(self.shell, self.calendars, self)
        for section in (self.general, self.tracking, self.work_hours, self.time_off):
            section.changed.connect(self._store)
        self.appearance.changed.connect(self._store_here)
        self.general.rate_wanted.connect(self._store_rate)
        data = self.data
        data.import_wanted.connect(self.shell.import_wanted)
        data.trash_wanted.connect(lambda: self.shell.go("trash"))
        data.load_wanted.connect(self._load_backups)
        data.backup_wanted.connect(lambda: self._look_at_data(work.backup, self._on_backed_up))
        data.check_wanted.connect(lambda: self._look_at_data(work.check, self._on_checked))
        data.export_csv_wanted.connect(lambda path: self._export(work.export_csv, path))
        data.export_all_wanted.connect(lambda path: self._export(work.export_all, path))
        data.import_all_wanted.connect(self._read_back)
        data.restore_wanted.connect(lambda path: self._change_data(partial(work.restore, path=path), self._on_restored))
        data.cancel_wanted.connect(self._cancel)
        data.restart_wanted.connect(self.shell.restart_wanted)
        self._progressed.connect(self._on_progress)
        self.about.load_wanted.connect(self._load_figures)
        self.sync.page_wanted.connect(lambda: self.shell.go("sync"))
        self.work_hours.hours_wanted.connect(lambda: self.shell.go("balance"))
        self.shell.syncing.changed.connect(self.sync.show_status)

    def reload(self) -> None:
        """Load what is stored."""
        self.shell.jobs.read(work.load, owner=self, on_done=self._show, on_error=self.shell.say_error)
        self._hours_desk.load()
        self._time_off_desk.load()
        self._calendars_desk.load()
        self.shell.jobs.read(rates.own_rate, owner=self, on_done=self._show_rate, on_error=self.shell.say_error)

    def open_target(self, target: object) -> None:
        """Show a section by its name."""
        if target in self._sections:
            self.list.setCurrentRow(list(self._sections).index(str(target)))

    def _open_row(self, row: int) -> None:
        section = list(self._sections.values())[row][1]
        section.open()
        self._stack.setCurrentIndex(row)
        self._refresh(section)

    def _show(self, settings: "Settings") -> None:
        self._settings = settings
        for _, section in self._sections.values():
            self._refresh(section)

    def _show_rate(self, rate: tuple[int, str] | None) -> None:
        self._rate = rate
        self._refresh(self.general)

    def _refresh(self, section: Section) -> None:
        if not section.is_built:
            return
        if self._settings is not None:
            section.show_settings(self._settings)
        if section is self.general:
            self.general.show_rate(self._rate)
        elif section is self.appearance:
            compact = bool(self.shell.device_setting("compact_rows", False))  # noqa: FBT003
            self.appearance.show_choice(self.shell.appearance.choice, compact=compact)
        elif section is self.sync:
            self.sync.show_status(self.shell.syncing.status)
        elif section is self.data and self.shell.paths is not None:
            self.data.show_folder(self.shell.paths.data)

    def _store(self, fields: dict[str, Any]) -> None:
        self._submit(partial(work.store, fields=fields), self.tr("Setting changed"))

    def _store_rate(self, amount: int, currency: str) -> None:
        self._submit(partial(rates.set_own_rate, amount=amount, currency=currency), self.tr("Rate set"))

    def _submit(self, job: Callable[[Any], Any], said: str) -> None:
        self.shell.jobs.submit(
            job, owner=self, on_done=lambda _: self.shell.toast_undoable(said), on_error=self._on_refused
        )

    def _on_refused(self, error: Exception) -> None:
        self.shell.say_error(error)
        self.reload()

    def _store_here(self, fields: dict[str, Any]) -> None:
        self.shell.put_device_setting(**fields)
        # Compact rows take effect where lists repaint, colours at once: both by switching the appearance.
        self.shell.appearance.choose(fields.get("theme", self.shell.appearance.choice))

    def _load_backups(self) -> None:
        self.shell.jobs.read(
            work.list_backups, owner=self, on_done=self.data.show_backups, on_error=self._on_data_failed
        )

    def _load_figures(self) -> None:
        self.shell.jobs.read(work.figures, owner=self, on_done=self.about.show_figures, on_error=self.shell.say_error)

    def _look_at_data(
        self, job: Callable[[Any], Any], on_done: Callable[[Any], None], *, can_stop: bool = False
    ) -> None:
        """Run something long that changes nothing; tracking goes on beside it."""
        self.data.busy.begin(self.tr("Working…"), can_stop=can_stop)
        self.shell.jobs.upkeep(job, owner=self, on_done=on_done, on_error=self._on_data_failed)

    def _change_data(
        self, job: Callable[[Any], Any], on_done: Callable[[Any], None], *, can_stop: bool = False
    ) -> None:
        self.data.busy.begin(self.tr("Working…"), can_stop=can_stop)
        # It is watched with its progress, and can be begun again when it fails.
        self.shell.jobs.submit(job, owner=self, on_done=on_done, on_error=self._on_data_failed, is_kept=False)

    def _watched(self, job: Callable[..., Any], path: Path) -> Callable[[Any], Any]:
        """Return a job that says how far it is and can be stopped."""
        self._stop = Event()
        return partial(job, path=path, progress=self._progressed.emit, cancelled=self._stop.is_set)

    def _cancel(self) -> None:
        self._stop.set()

    def _on_progress(self, done: int, total: int) -> None:
        self.data.busy.show_progress(done, total)

    def _export(self, job: Callable[..., Any], path: Path) -> None:
        said = self.tr("Saved as {path}").format(path=path)
        self._look_at_data(self._watched(job, path), lambda _: self.data.say(said, "good"), can_stop=True)

    def _read_back(self, path: Path) -> None:
        self._change_data(self._watched(work.read_back, path), self._on_read, can_stop=True)

    def _on_data_failed(self, error: Exception) -> None:
        self.data.say("")
        self.shell.say_error(error)

    def _on_backed_up(self, _made: Any) -> None:
        self.data.say(self.tr("A backup was made and verified."), "good")
        self._load_backups()

    def _on_checked(self, findings: list[str]) -> None:
        fine = self.tr("Everything is in order.")
        self.data.say("\n".join(findings) or fine, "warning" if findings else "good")

    def _on_read(self, _outcome: Any) -> None:
        said = self.tr("The export was read back.")
        self.data.say(said, "good")
        self.shell.toast_undoable(said)

    def _on_restored(self, outcome: Any) -> None:
        said = self.tr("The backup is in place.")
        if outcome.value.needs_restart:
            why = self.tr("It comes from another computer: restart Stintbook, so that it goes on with that work.")
            self.data.busy.offer(f"{said} {why}", self.tr("Restart Stintbook"))
        else:
            self.data.say(said, "good")
        self._load_backups()
