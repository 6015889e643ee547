"""The timeline as a view: scrolled without end to both sides, zoomed, and moved by mouse and keyboard alike."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QDate, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from app.ui.timeline import picture, tips
from app.ui.timeline.held import Held
from app.ui.timeline.keyboard import Keyboard
from app.ui.timeline.lines import HeadLine, MilestoneLine, ProjectLine, Shelf
from app.ui.timeline.looks import Looks
from app.ui.timeline.mouse import Mouse
from app.ui.timeline.moves import Move
from app.ui.timeline.scale import USUAL, Scale, Unit
from app.ui.timeline.scene import HEADER, LOADS, Scene
from app.ui.today.scroll_handle import ScrollHandle

_STEP, _LEAD = 44, 0.35
_ZOOM = 1.0018
# Rounded corners, and what stands out of its column, are painted anew where they were moved along.
_CORNER, _REACH = 14, 10


class TimelineView(QAbstractScrollArea):
    """Shows a scene; emits what the person wants."""

    opened = Signal(str)
    """A project, by its id, to be shown on its own page."""
    folded = Signal(str)
    """The key of a row that was folded or unfolded."""
    seen_changed = Signal()
    unit_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timelineView")
        self.setAccessibleName(self.tr("Timeline"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scene = Scene()
        self.scene.scale = self.scene.scale.showing(_today(), 0)
        self._looks: Looks | None = None
        self._unit = self.scene.scale.unit
        self.held = Held(self)
        self.mouse, self.keyboard = Mouse(self), Keyboard(self)
        canvas = self.viewport()
        canvas.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        canvas.setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.handle = ScrollHandle(self)

    @property
    def looks(self) -> Looks:
        """Fonts and colours in force."""
        ratio = self.devicePixelRatioF()
        if self._looks is None or self._looks.ratio != ratio:
            self._looks = Looks.of(self.font(), ratio)
        return self._looks

    def restyle(self) -> None:
        """Follow the colours."""
        self._looks = None
        self.viewport().update()

    def repaint_row(self, move: Move) -> None:
        """Paint the rows anew that a move changes: the project's and its milestones'."""
        shelf, place = self.scene.shelf, self.scene.shelf.places.get(move.project)
        if place is None:
            return
        self.viewport().update(self.scene.row(place))
        for number in range(place + 1, len(shelf.lines)):
            if not isinstance(shelf.lines[number], MilestoneLine):
                return
            self.viewport().update(self.scene.row(number))

    def repaint_loads(self) -> None:
        """Paint the capacity row anew."""
        self.viewport().update(QRect(0, HEADER, self.scene.width, LOADS))

    def repaint_all(self) -> None:
        """What is shown changed."""
        self.viewport().update()

    def show_lines(self, shelf: Shelf) -> None:
        """Show other rows; the keyboard stays on its row where that is still there."""
        scene = self.scene
        scene.shelf = shelf
        if scene.here not in shelf.places:
            scene.here = next((line.key for line in shelf.lines if not isinstance(line, HeadLine)), "")
        self._fit()
        self.tell_here()
        self.viewport().update()

    def go_to(self, day: int, lead: float = _LEAD) -> None:
        """Bring a day to where one begins to read: such a share of the width from the left."""
        scene = self.scene
        self.rescale(scene.scale.showing(day, scene.days_width * lead))

    def reveal(self, key: str) -> None:
        """Scroll so that a row is seen."""
        place = self.scene.shelf.places.get(key)
        if place is None:
            return
        top, height = self.scene.shelf.span(place)
        bar, room = self.verticalScrollBar(), self.scene.body.height()
        if top < bar.value():
            bar.setValue(top)
        elif top + height > bar.value() + room:
            bar.setValue(top + height - room)

    def reveal_day(self, day: int) -> None:
        """Scroll so that a day is seen, with a little around it."""
        scene = self.scene
        left, right = scene.scale.x(day), scene.scale.x(day + 1)
        margin = min(48, scene.days_width // 4)
        if left < margin:
            self.scroll_days(left - margin)
        elif right > scene.days_width - margin:
            self.scroll_days(right - scene.days_width + margin)

    def put_on(self, key: str, day: int | None = None) -> None:
        """Put the keyboard on a row and a day, and bring both into view."""
        self.scene.here = key
        self.scene.day = self.scene.day if day is None else day
        self.reveal(key)
        self.reveal_day(self.scene.day)
        self.tell_here()
        self.viewport().update()

    def tell_here(self) -> None:
        """Say to a screen reader what the keyboard is on."""
        self.setAccessibleDescription(tips.spoken(self.scene))

    def scroll_days(self, pixels: int) -> None:
        """Go so many pixels into the future; what stays in view is moved as it stands."""
        before = self.scene.scale
        after = before.scrolled(pixels).within(self.scene.days_width)
        moved = after.offset - before.offset
        if not moved:
            return
        if self.scene.move is not None or abs(moved) >= self.scene.days_width or after.unit is not before.unit:
            self.rescale(after)
            return
        title = self.scene.title
        self.scene.scale = after
        canvas, names = self.viewport(), self.scene.names
        days = QRect(names, HEADER, self.scene.days_width - _CORNER, self.scene.height - HEADER)
        canvas.scroll(-moved, 0, days)
        # The rounded corners stay, and so does the scroll handle, over which nothing can be moved as it stands.
        wide = _CORNER + max(0, moved)
        canvas.update(QRect(self.scene.width - wide, HEADER, wide, self.scene.height))
        canvas.update(QRect(names, HEADER, _REACH, self.scene.height))
        canvas.update(QRect(0 if title != self.scene.title else names, 0, self.scene.width, HEADER))
        self.seen_changed.emit()

    def zoom_to(self, unit: Unit) -> None:
        """Show days, weeks or months as wide as usual; the middle stays."""
        self._zoom(USUAL[unit], self.scene.days_width * _LEAD)

    def zoom_by(self, factor: float, x: float | None = None) -> None:
        """Zoom; what is at ``x`` (of the days; the middle, if none is given) stays there."""
        self._zoom(self.scene.scale.day_width * factor, self.scene.days_width / 2 if x is None else x)

    def _zoom(self, day_width: float, x: float) -> None:
        self.rescale(self.scene.scale.zoomed(day_width, x))

    def rescale(self, scale: Scale) -> None:
        """Show the days on another scale."""
        scale = scale.within(self.scene.days_width)
        self.scene.scale = scale
        if scale.unit is not self._unit:
            self._unit = scale.unit
            self.unit_changed.emit()
        self.viewport().update()
        self.seen_changed.emit()

    def _fit(self) -> None:
        bar, body = self.verticalScrollBar(), self.scene.body.height()
        bar.setRange(0, max(0, self.scene.shelf.height - body))
        bar.setPageStep(body)
        bar.setSingleStep(_STEP)
        self.handle.begin_below(self.scene.body_top)
        self.scene.top = bar.value()

    def fit(self) -> None:
        """The rows have more or less room now."""
        self._fit()
        self.viewport().update()

    def _on_scrolled(self, value: int) -> None:
        moved = self.scene.top - value
        self.scene.top = value
        body, canvas = self.scene.body, self.viewport()
        canvas.scroll(0, moved, body.adjusted(0, 0, -_CORNER, 0))
        canvas.update(body.adjusted(body.width() - _CORNER, 0, 0, 0))
        low = _CORNER + max(0, -moved)
        canvas.update(QRect(0, body.bottom() + 1 - low, body.width(), low))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Rows are moved in ``_on_scrolled``; Qt would paint all of them anew."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what has to be."""
        painter = QPainter(self.viewport())
        try:
            for area in event.region():  # type: ignore[attr-defined]
                painter.save()
                picture.paint(painter, self.scene, self.looks, area)
                painter.restore()
        finally:
            # A mistake in here must not leave a painter behind, on which Qt would crash.
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make use of the room there is."""
        super().resizeEvent(event)
        size = self.viewport().size()
        self.scene.width, self.scene.height = size.width(), size.height()
        self._fit()
        self.seen_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the rows; with Shift, sideways or over the header the days; with Ctrl zoom."""
        delta, fine = event.angleDelta(), event.pixelDelta()
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_ZOOM ** (delta.y() or delta.x()), event.position().x() - self.scene.names)
        elif self._goes_sideways(event):
            # With Alt some platforms turn the wheel themselves.
            self.scroll_days(-(fine.x() or fine.y() or delta.x() or delta.y()))
        else:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - (fine.y() or delta.y()))
        self.mouse.follow()
        event.accept()

    def _goes_sideways(self, event: QWheelEvent) -> bool:
        delta = event.angleDelta()
        is_over_head = event.position().y() < HEADER + LOADS
        fits = not self.verticalScrollBar().maximum()
        with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return with_shift or abs(delta.x()) > abs(delta.y()) or is_over_head or fits

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of something, or of the ground."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.mouse.press(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held, or mark what is under the mouse."""
        self.mouse.move(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what is held."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.mouse.release(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a project."""
        self.mouse.double(event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See ``Keyboard``."""
        if not self.keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Letting go of Shift or Alt drops what they moved."""
        self.keyboard.release(event)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is here."""
        super().focusInEvent(event)
        self.scene.has_focus = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere: nothing stays half moved."""
        super().focusOutEvent(event)
        self.scene.has_focus = False
        self.keyboard.leave()
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say exact figures where the mouse rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = "" if self.scene.move is not None else tips.tip(self.scene, event.pos())
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self.mouse.leave()
        return super().viewportEvent(event)

    def show_ghost(self, line: ProjectLine | None) -> None:
        """Show a row of what is only thought of above all others, or none."""
        self.scene.ghost = line
        self.fit()

    def follow_week(self, week_start: int) -> None:
        """Let weeks begin on another day."""
        self.scene.scale = replace(self.scene.scale, week_start=week_start)

    def point_of(self, key: str, day: int) -> QPoint:
        """Return the middle of a cell, for a menu or a test to go there."""
        row = self.scene.row(self.scene.shelf.places[key])
        return QPoint((self.scene.x(day) + self.scene.x(day + 1)) // 2, row.center().y())


def _today() -> int:
    """Return the day this machine thinks it is, until the store says which one counts."""
    # Qt counts days from another beginning.
    return QDate(1, 1, 1).daysTo(QDate.currentDate()) + 1
