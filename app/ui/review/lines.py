"""What Review's cards are made of."""

from dataclasses import dataclass

from app.ui.review.comparing import VersionsLine


@dataclass(frozen=True, slots=True)
class FixLine:
    """A way to settle an item; some ask for a project first, some only lead to the place."""

    code: str
    label: str
    asks_project: bool = False
    shows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item: its key and kind, what happened, what it is about, and its fixes."""

    key: str
    kind: str
    message: str
    detail: str
    fixes: tuple[FixLine, ...]
    subjects: tuple[str, ...] = ()
    page: str = "today"
    target: str | None = None
    """Where "Show it" leads."""
    versions: VersionsLine | None = None
    """What two devices said, where the item is about that."""
