"""Where Stintbook keeps its files. ``--data-dir`` wins over ``STINTBOOK_HOME``, which wins over the system's place."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

APP = "stintbook"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files of one data directory."""

    data: Path

    @property
    def database(self) -> Path:
        """The one file all work is in."""
        return self.data / "stintbook.db"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.data / "backups"

    @property
    def config(self) -> Path:
        """What belongs to this device and never travels."""
        return self.data / "device.json"

    @property
    def log(self) -> Path:
        """What happened, without what was worked on."""
        return self.data / "logs" / "stintbook.log"

    @property
    def state(self) -> Path:
        """What tells this data directory from a copy of it: outside, so that neither a copy nor a backup has it."""
        from hashlib import blake2b

        name = blake2b(str(self.data.absolute()).encode(), digest_size=16).hexdigest()
        return _state_folder() / name


def find_paths(data_dir: str | None = None) -> Paths:
    """Return the paths to use; nothing is created."""
    chosen = data_dir or os.environ.get("STINTBOOK_HOME")
    return Paths(Path(chosen).expanduser() if chosen else _system_folder())


def _system_folder() -> Path:
    if str(sys.platform).startswith("linux"):
        # What platformdirs answers on Linux, without its 40 ms: `stintbook status` asks this on every call.
        share = os.environ.get("XDG_DATA_HOME", "").strip()
        return Path(share if os.path.isabs(share) else os.path.expanduser("~/.local/share")) / APP  # noqa: PTH111, PTH117
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def _state_folder() -> Path:
    chosen = os.environ.get("STINTBOOK_STATE")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_state_dir(APP, appauthor=False))


def make_private(folder: Path) -> None:
    """Create a folder that only its owner can open.

    Raises:
        OSError: the folder cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
