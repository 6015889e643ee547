"""What an operator types is held to the same rules as what comes over the network."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from sync.server.admin.office import Refused
from sync.server.calls.shapes import Email, Name, Note


def checked_account(email: str, name: str, workspace: str) -> tuple[str, str, str]:
    """Return an address and names as they are stored.

    Raises:
        Refused: one of them cannot be one.
    """
    return checked_email(email), checked_name(name), checked_name(workspace) if workspace else ""


def checked_email(email: str) -> str:
    """Return an e-mail address.

    Raises:
        Refused: it is none.
    """
    return _checked(Email, email, "is no e-mail address")


def checked_name(name: str) -> str:
    """Return a name of a person, a workspace, a device.

    Raises:
        Refused: it cannot be one.
    """
    return _checked(Name, name, "cannot be a name: from 1 to 100 characters, no control characters")


def checked_note(note: str) -> str:
    """Return a note.

    Raises:
        Refused: it cannot be one.
    """
    return _checked(Note, note, "cannot be a note: up to 200 characters, no control characters")


def _checked(kind: Any, text: str, reason: str) -> str:
    try:
        return str(TypeAdapter(kind).validate_python(text))
    except ValidationError as error:
        raise Refused(f"{text[:60]!r} {reason}. Nothing was changed.") from error
