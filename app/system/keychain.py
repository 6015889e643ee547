"""Where secrets are kept: the system's keychain, or a file only its owner can read where there is none."""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

SERVICE = "Stintbook"
# Set to “file”, no keychain is asked: for machines whose keychain wants a person, and for tests.
CHOICE = "STINTBOOK_KEYRING"
_FILE = "secrets.json"
# Keyrings that keep nothing.
_EMPTY = ("keyring.backends.fail", "keyring.backends.null")

_log = logging.getLogger(__name__)


class Backend(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""


class Keychain:
    """Keeps secrets by name. No text of it, and nothing it logs, holds one."""

    def __init__(self, folder: Path, backend: Backend | None = None) -> None:
        self._file = folder / _FILE
        self._given = backend

    def read(self, name: str) -> str | None:
        """Return a secret, None where there is none."""
        return self._ask("get_password", name) or self._load().get(name)

    def keep(self, name: str, secret: str) -> bool:
        """Keep a secret; return whether the system's keychain has it, or else a file in the data folder.

        Raises:
            OSError: neither could be written.
        """
        self._ask("set_password", name, secret)
        # Some keyrings take a secret and do not keep it, so it is read back.
        kept = bool(self._ask("get_password", name) == secret)
        others = {key: value for key, value in self._load().items() if key != name}
        self._save(others if kept else others | {name: secret})
        return kept

    def forget(self, name: str) -> None:
        """Forget a secret, wherever it is.

        Raises:
            OSError: the file could not be written.
        """
        if self._ask("get_password", name):
            self._ask("delete_password", name)
        self._save({key: value for key, value in self._load().items() if key != name})

    def _ask(self, method: str, name: str, *secret: str) -> Any:
        backend = self._backend()
        if backend is None:
            return None
        try:
            return getattr(backend, method)(SERVICE, name, *secret)
        except Exception as error:  # noqa: BLE001 - keyrings are other people's programs and raise what they like
            # The error itself may quote what it was given.
            _log.info("the keychain did not answer: %s", type(error).__name__)
            return None

    def _backend(self) -> Backend | None:
        if os.environ.get(CHOICE) == "file":
            return None
        if self._given is not None:
            return self._given
        import keyring

        found = keyring.get_keyring()
        return None if type(found).__module__ in _EMPTY else found

    def _load(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}

    def _save(self, secrets: dict[str, str]) -> None:
        if not secrets:
            self._file.unlink(missing_ok=True)
            return
        from app.system.files import write_private

        write_private(self._file, json.dumps(secrets, indent=1, sort_keys=True))
