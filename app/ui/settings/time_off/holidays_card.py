"""Whose public holidays are kept: a country, maybe a part of it, and which days these are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.settings.time_off.holiday_days import HolidayDays
from app.ui.widgets.choice import Choice
from app.ui.widgets.rows_card import RowsCard

if TYPE_CHECKING:
    from app.orchestrators.work_hours.public_holidays import Holiday, Region

_WIDTH = 204


class HolidaysCard(RowsCard):
    """Says which place is looked at, and which is to be kept."""

    country_wanted = Signal(str)
    preview_wanted = Signal(str, str)
    keep_wanted = Signal(str, str)
    leave_wanted = Signal()
    named = Signal(str, bool)
    """What the place that is looked at is called, and whether its days are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Public holidays"), parent)
        self._kept: str | None = None
        self.country, self.region = Choice(), Choice()
        for choice in (self.country, self.region):
            choice.setFixedWidth(_WIDTH)
        self.country.activated.connect(lambda _place: self._choose_country())
        self.region.activated.connect(lambda _place: self._look())
        self.preview = HolidayDays()
        self.keep, self.leave = QPushButton(self.tr("Keep these days")), QPushButton(self.tr("Keep none"))
        self.keep.clicked.connect(self._keep)
        self.leave.clicked.connect(self.leave_wanted)
        self.add(self.tr("Country"), self.tr("Their days are kept free, this year and the next two"), self.country)
        self._region_row = self.add(self.tr("Region"), self.tr("Some days are only kept in parts of it"), self.region)
        self._preview_row = self.add_widget(self.preview)
        self.add(self.tr("Days of later years come by themselves"), "", self.leave, self.keep)
        self._preview_row.hide()
        self._region_row.hide()

    def show_countries(self, countries: "Sequence[Region]", kept: str | None) -> None:
        """Offer countries; ``kept`` is the place whose days are kept, ``DE-BY``."""
        self.country.clear()
        self.country.offer(self.tr("Choose a country"), "")
        for one in countries:
            self.country.offer(one.name, one.code)
        self._show_kept(kept)

    def show_kept(self, kept: str | None) -> None:
        """Show whose days are kept."""
        if self.country.count() and kept != self._kept:
            self._show_kept(kept)

    def _show_kept(self, kept: str | None) -> None:
        self._kept = kept
        country = (kept or "").partition("-")[0]
        self.country.choose(country)
        self.leave.setEnabled(kept is not None)
        if country:
            self.country_wanted.emit(country)
        else:
            self._clear()

    def show_regions(self, country: str, regions: "Sequence[Region]") -> None:
        """Offer the parts of a country."""
        if country != self.country.currentData():
            return
        self.region.clear()
        self.region.offer(self.tr("The whole country"), "")
        for one in regions:
            self.region.offer(one.name, one.code)
        self._region_row.setVisible(bool(regions))
        kept_country, _, kept_region = (self._kept or "").partition("-")
        self.region.choose(kept_region if kept_country == country else "")
        self._look()

    def show_preview(self, place: tuple[str, str], days: "Sequence[Holiday]") -> None:
        """Show the days of a place."""
        if place != self.place:
            return
        self.preview.show_days(days)
        self._preview_row.show()
        is_kept = "-".join(filter(None, place)) == self._kept
        self.keep.setText(self.tr("Kept") if is_kept else self.tr("Keep these days"))
        self.keep.setEnabled(bool(days) and not is_kept)
        self.named.emit(self.region.currentText() if place[1] else self.country.currentText(), is_kept)

    @property
    def place(self) -> tuple[str, str]:
        """The country and region that are chosen."""
        return str(self.country.currentData() or ""), str(self.region.currentData() or "")

    def _choose_country(self) -> None:
        country = self.place[0]
        self.region.clear()
        self._clear()
        if country:
            self.country_wanted.emit(country)

    def _clear(self) -> None:
        self._region_row.hide()
        self._preview_row.hide()
        self.keep.setEnabled(False)

    def _look(self) -> None:
        self.preview_wanted.emit(*self.place)

    def _keep(self) -> None:
        self.keep_wanted.emit(*self.place)
