"""What a keyboard and a screen reader meet on a page: names of controls, and the order of Tab."""

import itertools
from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QScrollBar, QWidget

_TALLEST_ROW = 120


def unnamed(page: QWidget) -> list[str]:
    """Return the visible controls of a page that say nothing to a screen reader."""
    return [f"{_path(widget, page)}" for widget in _controls(page) if not spoken(widget)]


def spoken(widget: QWidget) -> str:
    """Return what a screen reader says of a control."""
    if widget.accessibleName().strip():
        return widget.accessibleName()
    return widget.text().strip() if isinstance(widget, QAbstractButton | QLabel) else ""


def tab_stops(page: QWidget) -> list[QWidget]:
    """Return the visible controls that Tab reaches, in its order."""
    stops: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if page.isAncestorOf(widget) and _is_stop(widget):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops


def out_of_order(page: QWidget) -> list[str]:
    """Return the steps of Tab that go against reading: up within a column, or back within a line."""
    stops = tab_stops(page)
    return [
        f"{_path(one, page)} → {_path(next_, page)}"
        for one, next_ in itertools.pairwise(stops)
        if _goes_back(_place(one, page), _place(next_, page))
    ]


def _goes_back(one: QRect, next_: QRect) -> bool:
    shares_line = one.top() < next_.bottom() and next_.top() < one.bottom()
    if shares_line and max(one.height(), next_.height()) <= _TALLEST_ROW:
        return next_.right() <= one.left()
    shares_column = one.left() < next_.right() and next_.left() < one.right()
    return shares_column and next_.bottom() <= one.top()


def _controls(page: QWidget) -> Iterable[QWidget]:
    for widget in page.findChildren(QWidget):
        can_act = isinstance(widget, QAbstractButton) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if can_act and widget.isVisibleTo(page) and not _is_qts_own(widget):
            yield widget


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    page_shows = widget.isVisible() and widget.isEnabled()
    return takes_tab and page_shows and not _is_qts_own(widget)


def _is_qts_own(widget: QWidget) -> bool:
    """Return whether Qt made it as a part of a control that has a name."""
    parent = widget.parentWidget()
    is_part = isinstance(parent, QLineEdit | QComboBox) or widget.objectName().startswith("qt_")
    return is_part or isinstance(widget, QScrollBar)


def _place(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


def _path(widget: QWidget, page: QWidget) -> str:
    names = []
    while widget is not page:
        names.append(f"{type(widget).__name__} “{spoken(widget) or widget.objectName()}”")
        widget = widget.parentWidget() or page
    return " in ".join(names[:3])
