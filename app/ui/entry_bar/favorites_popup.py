"""What opens under the star: the favourites, and the offer to keep what stands in the line as another one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.entry_bar.favorites_list import ROW, WIDTH, FavoritesList
from app.ui.entry_bar.favorites_work import FavoriteLine
from app.ui.theme import tokens

_MOST_ROWS, _MARGIN = 9, 8


class FavoritesPopup(QFrame):
    """Opens at its control's right edge; Escape or a click beside it closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Favourites"))
        self.list = FavoritesList()
        self.none = QLabel(self.tr("No favourites yet. Keep here what you do often, and start it with one key."))
        self.none.setObjectName("quiet")
        self.none.setWordWrap(True)
        self.none.setMargin(8)
        self.save = QPushButton()
        self.save.setObjectName("linkButton")
        self.save.setStyleSheet("text-align: left; padding: 5px 8px;")
        self.save.installEventFilter(self)
        self.list.left.connect(self.save.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addWidget(self.none)
        column.addWidget(self.save)

    def show_lines(self, lines: Sequence[FavoriteLine], current: int) -> None:
        """Show the favourites."""
        self.list.show_lines(lines, current)
        self.list.setVisible(bool(lines))
        self.none.setVisible(not lines)
        self.list.setFixedHeight(min(_MOST_ROWS, max(1, len(lines))) * ROW + 4)
        self.setFixedWidth(WIDTH)
        self.adjustSize()

    def offer(self, name: str, *, is_kept: bool) -> None:
        """Offer to keep something; without a name there is nothing to keep, nor when it is a favourite already."""
        words = self.tr("“{name}” is a favourite already") if is_kept else self.tr("Keep “{name}” as a favourite")
        words, can_be = words.format(name=name), bool(name) and not is_kept
        room = WIDTH - 3 * _MARGIN - 40
        shown = self.save.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        self.save.setText(shown if name else self.tr("Type something to keep it as a favourite"))
        self.save.setEnabled(can_be)
        mark = "star-full" if is_kept else "plus"
        self.save.setIcon(icons.icon(mark, tokens.current().accent if can_be else tokens.current().faint))

    def open_under(self, anchor: QWidget) -> None:
        """Open below a control."""
        corner = anchor.mapToGlobal(QPoint(anchor.width(), anchor.height() + 6))
        self.move(max(0, corner.x() - WIDTH), corner.y())
        self.show()
        (self.list if self.list.favorites.lines else self.save).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up goes back from the offer to the list, Enter takes it."""
        if watched is self.save and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Up and self.list.favorites.lines:
                self.list.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.save.click()
                return True
        return super().eventFilter(watched, event)
