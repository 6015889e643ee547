"""Why an exchange came to nothing, as a sentence that says what it means for the data."""

from __future__ import annotations

from app.domain.errors import EnvironmentFailed


class SyncFailed(EnvironmentFailed):
    """The server could not be asked, or did not do what it was asked. Everything recorded is safe here.

    ``reason`` is the code of the Reason that belongs to it.
    """

    code = "sync_failed"

    def __init__(self, message: str, *, reason: str = "", **values: object) -> None:
        super().__init__(message, reason=reason, **values)
        self.reason = reason


class SyncBusy(EnvironmentFailed):
    """Another Stintbook is exchanging for this data folder right now. Nothing was done twice."""

    code = "sync_busy"
