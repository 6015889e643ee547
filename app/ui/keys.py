"""The keys that work everywhere in the window: what they are called, and where they are put in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.ui.pages import PAGES

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Key:
    """An action's name, its keys (the first is the one shown), and what it does in words."""

    name: str
    sequences: tuple[str, ...]
    about: str


def everywhere() -> tuple[Key, ...]:
    """Return the window's own keys, in the order they are listed."""
    return (
        Key("entry", ("Ctrl+L", "/"), _tr("Go to the entry line")),
        Key("toggle", ("Ctrl+S",), _tr("Stop the timer, or start again")),
        Key("favorites", ("Ctrl+D",), _tr("Favourites; a number starts one")),
        Key("undo", ("Ctrl+Z",), _tr("Undo the last change")),
        Key("redo", ("Ctrl+Shift+Z", "Ctrl+Y"), _tr("Redo")),
        *_pages(),
        Key("import", ("Ctrl+I",), _tr("Import from another tracker")),
        Key("shortcuts", ("?", "F1"), _tr("Show the shortcuts")),
        Key("quit", ("Ctrl+Q",), _tr("Quit; a running timer goes on")),
    )


def _pages() -> tuple[Key, ...]:
    """Return the keys of the pages, counted as the rail shows them."""
    keys = {entry.name: [f"Ctrl+{number}"] for number, entry in enumerate(PAGES[:_DIGITS], 1)}
    keys.setdefault("settings", []).append("Ctrl+,")
    keys["balance"] = ["Ctrl+B"]
    return tuple(Key(entry.name, tuple(keys[entry.name]), entry.title) for entry in PAGES if entry.name in keys)


def entry_line() -> tuple[tuple[str, str], ...]:
    """Return the keys of the entry line and what they do."""
    return (
        ("Return", _tr("Start, add, or change what is running")),
        ("Ctrl+Return", _tr("Start anew while a timer runs")),
        ("Tab", _tr("Take the first suggestion")),
        ("Down", _tr("Choose a suggestion")),
        ("Esc", _tr("Leave everything as it is")),
    )


def install(window: QWidget, actions: Mapping[str, Callable[[], None]]) -> None:
    """Put the keys in force for a window; ``actions`` by the keys' names."""
    for key in everywhere():
        for sequence in key.sequences:
            QShortcut(QKeySequence(sequence), window).activated.connect(actions[key.name])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)
