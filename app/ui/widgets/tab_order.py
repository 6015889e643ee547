"""Tab goes through what was laid out in the order it stands in, not in which it was made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def follow_layout(root: QWidget) -> None:
    """Let Tab follow the layouts of a widget, columns and rows as they were filled."""
    for one, following in pairwise(_stops(root)):
        QWidget.setTabOrder(one, following)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if isinstance(inside, QWidget):
            yield from _stops(inside)
    layout = widget.layout()
    if isinstance(layout, QLayout):
        yield from _stops_of_layout(layout)


def _stops_of_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inside, nested = (item.widget(), item.layout()) if item is not None else (None, None)
        if isinstance(inside, QWidget):
            yield from _stops(inside)
        elif isinstance(nested, QLayout):
            yield from _stops_of_layout(nested)
