"""The burn-up with its legend; or what it takes to have one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.ui.projects.detail.burn_up_chart import BurnUpChart
from app.ui.projects.detail.burn_up_painting import band_color
from app.ui.widgets import painting
from app.ui.widgets.legend import Legend, LegendItem, Mark
from app.ui.widgets.titled_card import TitledCard, empty_line

if TYPE_CHECKING:
    from app.orchestrators.projects.burn_up import BurnUp


class BurnUpCard(TitledCard):
    """Chart and legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("BurnUpCard", "Burn-up"), parent)
        self._view: BurnUp | None = None
        self.chart, self.legend = BurnUpChart(), Legend()
        self.head.addWidget(self.legend)
        self._empty = empty_line(
            self.tr(
                "With an estimate and a due date you see here how the work grows, and when it is likely to be done."
            )
        )
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.chart)
        self._show(is_empty=True)

    def clear(self) -> None:
        """Show nothing of what was shown before, with its room kept."""
        self._view = None
        self.chart.clear()
        self.legend.show_items([])

    def show_view(self, view: "BurnUp") -> None:
        """Show a project's burn-up."""
        self._view = view
        self._show(is_empty=view.is_empty)
        self.legend.show_items(_items(view))
        self.chart.show_view(view)

    def changeEvent(self, event: QEvent) -> None:
        """Show the legend in the colours in force."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._view is not None:
            self.legend.show_items(_items(self._view))

    def _show(self, *, is_empty: bool) -> None:
        self._empty.setVisible(is_empty)
        self.chart.setVisible(not is_empty)
        self.legend.setVisible(not is_empty)


def _items(view: "BurnUp") -> list[LegendItem]:
    """Return what a chart has."""
    color, faint = painting.project_color(view.project.color), QColor(painting.tokens().faint)
    items = [LegendItem(_tr("Tracked"), Mark.LINE, color)]
    if any(day.ideal is not None for day in view.days):
        items.append(LegendItem(_tr("Ideal"), Mark.DASHES, faint))
    if any(day.forecast is not None and day.day > view.today for day in view.days):
        items.append(LegendItem(_tr("Forecast"), Mark.DASHES, color))
    if any(day.high is not None for day in view.days):
        items.append(LegendItem(_tr("Likely at this pace"), Mark.AREA, band_color(color)))
    return items


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)
