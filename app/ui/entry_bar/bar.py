"""The bar itself: a line to type in, what was understood, the elapsed time and the round button."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.entry_bar.line_under import LineUnder
from app.ui.entry_bar.round_button import RoundButton
from app.ui.formats import running as growing
from app.ui.ground import BAR_HEIGHT
from app.ui.widgets import painting
from app.ui.widgets.chip import Chip

if TYPE_CHECKING:
    from app.orchestrators.time_tracking.quick import Preview
    from app.orchestrators.time_tracking.status import Status

_TYPING_MS = 70


class EntryBar(QWidget):
    """Shows and tells; what is to be done about it is decided in ``EntryLine``."""

    typed = Signal(str)
    """The line, a moment after the last key."""
    entered = Signal(bool)
    """Enter; True with Ctrl."""
    pressed = Signal()
    """The round button."""
    project_wanted = Signal()
    tags_wanted = Signal()
    billable_flipped = Signal()
    start_wanted = Signal()
    escaped = Signal()
    left = Signal()
    """The focus went elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on_list_key: Callable[[int], bool] = lambda _key: False
        self.field = QLineEdit()
        self.field.setObjectName("entryField")
        self.field.setPlaceholderText(self.tr("What are you working on?"))
        self.field.setAccessibleName(self.tr("What are you working on?"))
        self.field.setMinimumWidth(160)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._on_edited)
        self.time, self.project, self.tags, self.billable, self.favorites = Chip(), Chip(), Chip(), Chip(), Chip()
        self.elapsed = QPushButton("0:00:00")
        self.round = RoundButton()
        self.under = LineUnder()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_MS)
        self._pause.timeout.connect(lambda: self.typed.emit(self.field.text()))
        self._build()
        self._wire()
        self.restyle()

    def _build(self) -> None:
        self.time.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.time.setAccessibleName(self.tr("Time that was understood"))
        self.favorites.show_chip("", icon="star", tone="empty")
        self.favorites.setAccessibleName(self.tr("Favourites"))
        self.favorites.setToolTip(self.tr("Favourites (Ctrl+D)"))
        self.elapsed.setObjectName("elapsed")
        self.elapsed.setCursor(Qt.CursorShape.PointingHandCursor)
        self.elapsed.setAccessibleName(self.tr("Elapsed time; press to change when it started"))
        self.elapsed.setToolTip(self.tr("Change when it started"))
        card = QWidget()
        card.setFixedHeight(BAR_HEIGHT)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 0, 9, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        for widget in (self.time, self.project, self.tags, self.billable, self.favorites, self.elapsed, self.round):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(card)
        column.addWidget(self.under)
        self.time.hide()
        self.elapsed.hide()

    def _wire(self) -> None:
        self.round.clicked.connect(self.pressed)
        self.project.clicked.connect(self.project_wanted)
        self.tags.clicked.connect(self.tags_wanted)
        self.billable.clicked.connect(self.billable_flipped)
        self.elapsed.clicked.connect(self.start_wanted)

    def show_idle(self) -> None:
        """Nothing runs: everything is an offer."""
        self.elapsed.hide()
        self.round.show_running(running=False)
        self.show_chips()

    def show_running(self, status: "Status", elapsed: int) -> None:
        """A timer runs."""
        entry, project = status.running, status.project
        if entry is None:
            return
        where = " / ".join(part for part in (project.name if project else "", status.task_name) if part)
        self.show_chips(
            where, project.color if project else "", status.tag_names, billable=entry.billable, is_missing=False
        )
        self.time.hide()
        self.elapsed.show()
        self.show_elapsed(elapsed)
        self.round.show_running(running=True)

    def show_elapsed(self, seconds: int) -> None:
        """Count on."""
        self.elapsed.setText(growing(seconds))

    def show_preview(self, preview: "Preview", time: str, running: "Status | None" = None) -> None:
        """Show what a line was understood as; what it does not name stays as it is on what is running."""
        line, found = preview.line, preview.found
        project, task, tags, billable = found.project, line.task, line.tags, line.billable
        if running is not None and running.running is not None:
            if line.project is None:
                project, task = running.project, running.task_name
            tags = tuple(dict.fromkeys((*running.tag_names, *tags)))
            billable = running.running.billable if billable is None else billable
        name = project.name if project else preview.unknown_project or ""
        where = " / ".join(part for part in (name, task) if part)
        color = project.color if project else ""
        self.show_chips(where, color, tags, billable=billable, is_missing=bool(preview.unknown_project))
        self.time.setVisible(bool(time))
        self.time.show_chip(time, icon="clock", tone="accent")

    def show_chips(
        self,
        project: str = "",
        color: str = "",
        tags: tuple[str, ...] = (),
        *,
        billable: bool | None = None,
        is_missing: bool = False,
    ) -> None:
        """Show project, tags and billing; what is empty is an offer."""
        if is_missing:
            self.project.show_chip(self.tr("{name} (new)").format(name=project), icon="plus", tone="warning")
        elif project:
            self.project.show_chip(project, dot=color)
        else:
            self.project.show_chip(self.tr("Project"), icon="folder", tone="empty")
        self.project.setAccessibleName(self.tr("Project: {name}").format(name=project or self.tr("none")))
        words = f"{tags[0]} +{len(tags) - 1}" if len(tags) > 1 else "".join(tags)
        self.tags.show_chip(words, icon="tag", tone="plain" if tags else "empty")
        self.tags.setAccessibleName(self.tr("Tags: {names}").format(names=", ".join(tags) or self.tr("none")))
        self.tags.setToolTip(", ".join(tags) or self.tr("Tags"))
        self.billable.show_chip("", icon="money", tone="accent" if billable else "empty")
        says = self.tr("Billable") if billable else self.tr("Not billable")
        self.billable.setAccessibleName(says)
        self.billable.setToolTip(says)

    def set_line(self, text: str) -> None:
        """Put a text into the field."""
        self._pause.stop()
        if self.field.text() != text:
            # What comes by itself while nothing was typed is to be typed over, not to be written on.
            is_here = self.field.window().focusWidget() is self.field
            is_untouched = is_here and self.field.selectedText() == self.field.text()
            self.field.setText(text)
            if is_untouched:
                self.field.selectAll()

    def restyle(self) -> None:
        """Large, tabular digits in the text's colour."""
        colors = painting.tokens()
        self.elapsed.setFont(painting.font(self.font(), 20, bold=True, tabular=True))
        self.elapsed.setStyleSheet(
            "QPushButton { font-size: 20px; font-weight: 700; background: transparent; padding: 2px 6px;"
            f" border: 1px solid transparent; }} QPushButton:hover {{ background: {colors.hover}; }}"
            f" QPushButton:focus {{ border-color: {colors.accent}; }}"
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card the bar is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect()
        area.setHeight(BAR_HEIGHT)
        painting.card(painter, area)
        if self.field.hasFocus():
            painting.focus_ring(painter, area.toRectF().adjusted(0.8, 0.8, -0.8, -0.8), radius=painting.RADIUS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read the keys of the line."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._leaves(event):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._took_key(event):
            return True
        return super().eventFilter(watched, event)

    def _leaves(self, event: QKeyEvent) -> bool:
        """Leave undo to the window when nothing was typed that could be undone here."""
        undo = event.matches(QKeySequence.StandardKey.Undo) and not self.field.isUndoAvailable()
        redo = event.matches(QKeySequence.StandardKey.Redo) and not self.field.isRedoAvailable()
        if undo or redo:
            event.ignore()
        return undo or redo

    def _took_key(self, event: QKeyEvent) -> bool:
        if self.on_list_key(event.key()):
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pause.stop()
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return True
        return False

    def _on_edited(self) -> None:
        self._pause.start()
