"""Which folder is opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.system.paths import Paths

if TYPE_CHECKING:
    from app.storage.context import Context

OpenContext = Callable[[str], "Context"]


class Place:
    """The folder the work lanes open; it can be another one after the first did not open."""

    def __init__(self, open_context: OpenContext, paths: Paths) -> None:
        self._open_context, self.paths = open_context, paths

    def open(self) -> "Context":
        """Open the store of the folder."""
        return self._open_context(str(self.paths.data))
