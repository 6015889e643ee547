"""A drop-down of labels and the values they stand for."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionComboBox, QStylePainter, QWidget

_MARK, _NARROWEST, _WIDEST = 12, 168, 204


class Choice(QComboBox):
    """Long labels end in an ellipsis; the wheel scrolls the page, not the value."""

    def __init__(self, choices: Iterable[tuple[str, object]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for label, value in choices:
            self.offer(label, value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The combo box's own delegate paints as the system does, whatever the style sheet says.
        self.setItemDelegate(QStyledItemDelegate(self))

    def offer(self, label: str, value: object) -> None:
        """Offer one more value."""
        self.addItem(label, value)
        self.setItemData(self.count() - 1, label, Qt.ItemDataRole.ToolTipRole)

    def choose(self, value: object) -> None:
        """Show a value without saying that it changed; the first when it is not offered."""
        self.blockSignals(True)  # noqa: FBT003
        self.setCurrentIndex(max(0, self.place_of(value)))
        self.blockSignals(False)  # noqa: FBT003

    def place_of(self, value: object) -> int:
        """Return where a value is offered, -1 when it is not; Qt's own search finds no None."""
        return next((place for place in range(self.count()) if self.itemData(place) == value), -1)

    def sizeHint(self) -> QSize:
        """As wide as its labels, within reason."""
        wanted = super().sizeHint()
        return QSize(min(_WIDEST, max(_NARROWEST, wanted.width())), wanted.height())

    def minimumSizeHint(self) -> QSize:
        """Long labels never widen what it stands in."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as the style does, but shorten what does not fit."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        width = room.width() - _MARK
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, width)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
