"""How sync stands, in one card: a shape, a headline, a sentence, and what can be done just now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.sync.words import headline, icon_of, shift_words
from app.ui.widgets import painting
from app.ui.widgets.rows_card import RowsCard

if TYPE_CHECKING:
    from app.orchestrators.sync.values import Reason, SyncStatus

_SIDE = 44


class _Mark(QWidget):
    """The state's own shape in a calm circle."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._is_urgent = "cloud", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, icon: str, *, is_urgent: bool) -> None:
        self._icon, self._is_urgent = icon, is_urgent
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        ground, ink = (
            (colors.warning_ground, colors.warning) if self._is_urgent else (colors.accent_ground, colors.accent)
        )
        painting.ground(painter, QRectF(self.rect()), ground, radius=_SIDE / 2)
        icons.paint(painter, self._icon, QRectF(_SIDE / 2 - 12, _SIDE / 2 - 12, 24, 24), ink)


class StateCard(RowsCard):
    """Says which of its buttons was pressed; decides nothing."""

    sync_wanted = Signal()
    sign_in_wanted = Signal()
    review_wanted = Signal()
    shift_wanted = Signal(object, int)
    """The ids of entries, and by how many seconds."""
    read_wanted = Signal(str)
    """The code of a notice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.mark, self.headline, self.sentence, self.server = _Mark(), QLabel(), QLabel(), QLabel()
        self.headline.setObjectName("panelTitle")
        self.headline.setAccessibleName(self.tr("State of sync"))
        for label in (self.sentence, self.server):
            label.setObjectName("rowAbout")
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sync_button = QPushButton(self.tr("Sync now"))
        self.sync_button.setObjectName("softButton")
        self.sync_button.clicked.connect(self.sync_wanted)
        self.remedies: list[QPushButton] = []
        self._more: list[QWidget] = []
        self._status: SyncStatus | None = None
        self.add_widget(self._head())

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(18, 16, 16, 16)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(3)
        for label in (self.headline, self.sentence, self.server):
            words.addWidget(label)
        row.addWidget(self.mark)
        row.addLayout(words, 1)
        row.addWidget(self.sync_button)
        return head

    def show_status(self, status: "SyncStatus", now: int) -> None:
        """Show how things stand."""
        self.mark.show_state(icon_of(status), is_urgent=status.state == "attention")
        self.headline.setText(headline(status, now))
        self.sentence.setText(status.sentence)
        self.sentence.setVisible(bool(status.sentence))
        self.server.setText(" · ".join(part for part in (status.account, status.server) if part))
        self.sync_button.setEnabled(status.state != "syncing")
        if self._status is None or self._said(status) != self._said(self._status):
            self._show_more(status)
        self._status = status

    @staticmethod
    def _said(status: "SyncStatus") -> tuple[object, ...]:
        return status.needs, status.notices, status.clock

    def _show_more(self, status: "SyncStatus") -> None:
        for row in self._more:
            self._rows.remove(row)
            row.hide()
            row.deleteLater()
        self._more, self.remedies = [], []
        clock = status.clock
        for need in status.needs:
            self._add(need, *(() if need.code == "clock" and clock else self._remedy(need)))
        if clock is not None and clock.entries and clock.shift_s:
            self._add_clock(clock.entries, clock.shift_s)
        for notice in status.notices:
            button = QPushButton(self.tr("Understood"))
            button.clicked.connect(lambda _=False, code=notice.code: self.read_wanted.emit(code))
            self._add(notice, button)

    def _remedy(self, need: "Reason") -> tuple[QPushButton, ...]:
        if need.code in ("sign_in", "access_lost"):
            button = QPushButton(self.tr("Sign in again"))
            button.clicked.connect(self.sign_in_wanted)
            return (button,)
        return ()

    def _add_clock(self, entries: tuple[str, ...], seconds: int) -> None:
        button = QPushButton(shift_words(seconds, len(entries)))
        button.setObjectName("softButton")
        button.clicked.connect(lambda: self.shift_wanted.emit(entries, seconds))
        about = self.tr("They were recorded while the clock was wrong. One undo takes it back.")
        self._keep(self.add(self.tr("Entries with wrong times"), about, button), button)

    def _add(self, reason: "Reason", *buttons: QPushButton) -> None:
        self._keep(self.add(reason.sentence, "", *buttons), *buttons)

    def _keep(self, row: QWidget, *buttons: QPushButton) -> None:
        self._more.append(row)
        self.remedies += buttons
