"""What belongs to this device: its id, its user before any server, how the window looks. Never travels."""

import json
import os
from pathlib import Path
from typing import Any


class Config:
    """A small JSON file, read once and written whole, atomically and for its owner only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        self._unsaved: dict[str, Any] = {}
        self.notice: str | None = None
        self._load()

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, or ``default``."""
        return self._values.get(key, default)

    def put(self, **values: Any) -> None:
        """Set values and write the file.

        Raises:
            OSError: the file cannot be written; the values hold until the program ends.
        """
        self._unsaved.update(values)
        # Another process may have put values of its own since: they are kept.
        self._load()
        self._values.update(self._unsaved)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Reading is on the way to the first paint, and this takes longer to load than the file to read.
        import tempfile

        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".device-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(self._values, file, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._unsaved.clear()

    def _load(self) -> None:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError):
            found = None
        if isinstance(found, dict):
            self._values = found
        else:
            self.notice = "The settings of this device could not be read and were set to their defaults."
