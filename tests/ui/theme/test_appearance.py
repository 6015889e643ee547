"""Light, dark, or as the system says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui.theme import tokens
from app.ui.theme.appearance import Appearance
from app.ui.theme.stylesheet import stylesheet


@pytest.fixture
def appearance(qtbot: QtBot) -> Iterator[Appearance]:
    made = Appearance("light")
    made.apply()
    yield made
    made.choose("light")


def ground() -> QColor:
    return QApplication.palette().color(QPalette.ColorRole.Window)


def test_choosing_dark_repaints_at_once_and_says_so(appearance: Appearance, qtbot: QtBot) -> None:
    with qtbot.waitSignal(appearance.switched):
        appearance.choose("dark")

    assert tokens.current() is tokens.DARK
    assert ground() == QColor(tokens.DARK.window)
    label = QLabel("words")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(tokens.DARK.text)


def test_as_the_system_follows_the_system(appearance: Appearance) -> None:
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    appearance.choose("system")
    assert tokens.current().is_dark is is_dark

    tokens.use(tokens.LIGHT if is_dark else tokens.DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)

    assert tokens.current().is_dark is is_dark


def test_a_fixed_choice_ignores_the_system(appearance: Appearance, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(appearance.switched):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)

    assert tokens.current() is tokens.LIGHT


def test_an_unknown_choice_is_the_system_s() -> None:
    assert Appearance("sepia").choice == "system"


@pytest.mark.parametrize("look", [tokens.LIGHT, tokens.DARK], ids=lambda look: look.name)
def test_pictures_of_the_style_sheet_exist_in_both_sizes(look: tokens.Tokens) -> None:
    pictures = set(re.findall(r'url\("([^"]+)"\)', stylesheet(look)))

    assert pictures
    for picture in map(Path, pictures):
        assert picture.exists()
        assert picture.with_name(f"{picture.stem}@2x{picture.suffix}").exists()
