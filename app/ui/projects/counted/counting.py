"""Opens the entries behind a figure at the side, and leads from there to Today."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.ui.projects.counted.panel import CountedEntries, load_counted
from app.ui.shell import Shell
from app.ui.widgets.side_panel import SidePanel


class Counting(QObject):
    """Loads what a figure counts into the side panel."""

    def __init__(self, shell: Shell, panel: SidePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._panel = shell, panel

    def show(self, title: str, counting: dict[str, Any]) -> None:
        """Show the entries that are counted."""
        content = CountedEntries()
        content.picked.connect(lambda entry: self._shell.go("today", entry))
        self._panel.present(title, content)
        self._shell.jobs.read(
            partial(load_counted, counting=counting),
            owner=content,
            on_done=content.show_view,
            on_error=self._shell.say_error,
        )
