"""The window: shows state, forwards intent, decides nothing."""

import sys


def _hold_singletons() -> None:
    # PySide6 6.12 gives back a reference to None or True that it never took, in almost every call that returns one
    # (``widget.update()``, ``signal.emit()``). From 3.12 on Python does not count these; before, the count would reach
    # zero within minutes of painting and end the process. So many references are never given back.
    import ctypes

    for value in (None, True, False):
        ctypes.c_ssize_t.from_address(id(value)).value += 1 << 60


if sys.version_info < (3, 12):
    _hold_singletons()
