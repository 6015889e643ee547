"""A scroll bar that lies over the list, so that the cards keep the width of what stands above them."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

_WIDTH = 10


class ScrollHandle(QScrollBar):
    """Moves with the list's own, unseen bar, and the other way round; goes when there is nothing to scroll."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._bar = area.verticalScrollBar()
        self._above = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.rangeChanged.connect(self._fit)
        self._bar.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._bar.setValue)
        area.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def begin_below(self, above: int) -> None:
        """Leave room above for what does not scroll."""
        self._above = above
        self._place()

    def _fit(self) -> None:
        self.setRange(self._bar.minimum(), self._bar.maximum())
        self.setPageStep(self._bar.pageStep())
        self.setSingleStep(self._bar.singleStep())
        self.setValue(self._bar.value())
        self.setVisible(self._bar.maximum() > 0)
        self._place()

    def _place(self) -> None:
        area = self.parentWidget()
        if area is not None:
            self.setGeometry(area.width() - _WIDTH, self._above + 2, _WIDTH, area.height() - self._above - 4)
            self.raise_()
