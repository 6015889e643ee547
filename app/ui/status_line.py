"""The thin line at the foot: today and the week against their targets, the running timer, the sync state."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui import icons
from app.ui.formats import budget, hours
from app.ui.ground import FOOT_HEIGHT
from app.ui.widgets import painting
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.link_label import LinkLabel

if TYPE_CHECKING:
    from app.orchestrators.sync.values import SyncStatus
    from app.orchestrators.time_tracking.status import Status


class StatusLine(QWidget):
    """One line, always true."""

    sync_wanted = Signal()
    hours_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(FOOT_HEIGHT)
        self.today, self.running = QLabel(), ElidedLabel()
        self.week = LinkLabel(self.tr("Working hours by day, week and month"))
        self.week.clicked.connect(self.hours_wanted)
        self.today.setAccessibleName(self.tr("Today"))
        self.week.setAccessibleName(self.tr("This week"))
        self.running.setAccessibleName(self.tr("Running timer"))
        self.sync = QPushButton()
        self.sync.setObjectName("syncState")
        self.sync.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sync.setCursor(Qt.CursorShape.PointingHandCursor)
        self.sync.clicked.connect(self.sync_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(18)
        row.addWidget(self.today)
        row.addWidget(self.week)
        row.addWidget(self.running, 1)
        row.addWidget(self.sync)
        self._words: tuple[str, ...] = ()
        self._sync: SyncStatus | None = None
        self._sync_shown = ""

    def show_status(self, status: "Status", more: int, running: str) -> None:
        """Show figures; ``more`` seconds have passed since they were counted."""
        shown = (
            status.today_seconds + more,
            status.today_target_seconds,
            status.week_seconds + more,
            status.week_target_seconds,
        )
        self.running.setText(running)
        words = (hours(shown[0]), budget(shown[1] // 60), hours(shown[2]), budget(shown[3] // 60))
        if words != self._words:
            self._words = words
            self.today.setText(self._figure(self.tr("Today"), words[0], words[1] if shown[1] else ""))
            self.week.setText(self._figure(self.tr("Week"), words[2], words[3] if shown[3] else ""))

    def show_sync(self, status: "SyncStatus", now: int) -> None:
        """Show how sync stands; said again every now and then, since "2 min ago" does not stay true."""
        from app.ui.sync.words import icon_of, short

        self._sync = status
        words, icon = short(status, now), icon_of(status)
        self.sync.setText(f" {words}")
        self.sync.setToolTip(status.sentence)
        self.sync.setAccessibleName(self.tr("Sync: {state}").format(state=words))
        tone = "attention" if status.state == "attention" else ""
        shown = f"{icon}/{tone}/{painting.tokens().name}"
        if shown != self._sync_shown:
            self._sync_shown = shown
            ink = painting.tokens().warning if tone else painting.tokens().dim
            self.sync.setIcon(icons.icon(icon, ink, side=16))
            self.sync.setProperty("tone", tone)
            self.sync.style().unpolish(self.sync)
            self.sync.style().polish(self.sync)

    def tick_sync(self, now: int) -> None:
        """Let time pass."""
        if self._sync is not None:
            self.show_sync(self._sync, now)

    def restyle(self) -> None:
        """Write everything in the new colours."""
        self._words, self._sync_shown = (), ""

    def _figure(self, name: str, figure: str, target: str) -> str:
        ink = painting.tokens().text
        of = " " + self.tr("of {target}").format(target=target) if target else ""
        return f'{name} <span style="color:{ink}; font-weight:600">{figure}</span>{of}'
