"""The application around the window: one a data folder, painted before anything else is loaded, ended in order."""

import gc
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.system.config import Config
from app.system.paths import Paths, make_private
from app.ui.opening.place import Place
from app.ui.single_instance import SingleInstance
from app.ui.theme.appearance import Appearance
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from app.ui.opening.place import OpenContext
    from app.ui.surroundings import Surroundings


# What a window ends with that is to be opened anew.
_ANEW = -1


def run(open_context: "OpenContext", paths: Paths) -> int:
    """Show the window of a data folder until it is closed; returns the exit code.

    When a window of that folder stands already, it comes forward, and this returns at once.
    """
    application = _application()
    _prepare(paths)
    instance = SingleInstance(paths.data, application)
    try:
        if not instance.is_first():
            return 0
        while (code := _show(open_context, paths, instance)) == _ANEW:
            pass
        return code
    finally:
        instance.close()
        instance.deleteLater()


def _show(open_context: "OpenContext", paths: Paths, instance: SingleInstance) -> int:
    config = Config(paths.config)
    appearance = Appearance(str(config.get("theme", "system")))
    appearance.apply()
    window = MainWindow(Place(open_context, paths), config, appearance)
    instance.raise_wanted.connect(window.come_forward)
    around: list[Surroundings] = []

    def surround() -> None:
        from app.ui.surroundings import Surroundings

        around.append(Surroundings(window, paths))
        gc.enable()
        instance.listen()

    window.furnished.connect(surround)
    window.show()
    try:
        code = QApplication.exec()
        return _ANEW if window.wants_restart else code
    finally:
        # In this order: nothing new begins, what was submitted is finished, then the store is closed.
        window.stop()
        window.hide()
        window.close_store()
        for surroundings in around:
            surroundings.close()
        window.deleteLater()


def _application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QGuiApplication.setDesktopFileName("stintbook")
    # Setting the style by a call would return it, and wrapping it takes a twentieth of the time to the first paint.
    made = QApplication(["stintbook", "-style", "Fusion"])
    made.setApplicationName("stintbook")
    made.setApplicationDisplayName("Stintbook")
    return made


def _prepare(paths: Paths) -> None:
    try:
        make_private(paths.data)
    except OSError:
        # Opening meets the same and says it in the window.
        return
