"""What a widget says, and pressing what it offers; and how sync stands, made up for a widget to show."""

from typing import Any

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.orchestrators.sync.values import SyncState, SyncStatus


def settle() -> None:
    """Let what was added to a shown widget be shown, too."""
    QApplication.processEvents()


def texts(widget: QWidget) -> list[str]:
    settle()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def clicked(widget: QWidget, words: str) -> None:
    settle()
    next(b for b in widget.findChildren(QPushButton) if b.text() == words and b.isVisibleTo(widget)).click()


def status(state: SyncState, **fields: Any) -> SyncStatus:
    given: dict[str, Any] = {"server": "https://sync.example", "account": "kim@x", "sentence": "That is how it is."}
    return SyncStatus(state, **given | fields)
