"""A few views side by side in one frame."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.widgets.segments import Segments


def shown(qtbot: QtBot) -> tuple[Segments, list[object]]:
    segments = Segments("Columns", (("Days", 1), ("Weeks", 2), ("Months", 3)))
    qtbot.addWidget(segments)
    said: list[object] = []
    segments.chosen.connect(said.append)
    segments.show()
    return segments, said


def test_first_is_in_force_until_another_is_clicked(qtbot: QtBot) -> None:
    segments, said = shown(qtbot)
    assert segments.value() == 1

    segments.buttons[2].click()

    assert (segments.value(), said) == (3, [3])


def test_what_is_put_in_force_is_not_said_again(qtbot: QtBot) -> None:
    segments, said = shown(qtbot)

    segments.choose(2)

    assert (segments.value(), said) == (2, [])


def test_one_in_force_is_the_one_stop_for_tab(qtbot: QtBot) -> None:
    segments, _ = shown(qtbot)

    segments.buttons[1].click()

    stops = [bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in segments.buttons]
    assert stops == [False, True, False]


def test_arrows_go_round(qtbot: QtBot) -> None:
    segments, said = shown(qtbot)

    QTest.keyClick(segments.buttons[0], Qt.Key.Key_Left)
    QTest.keyClick(segments.buttons[2], Qt.Key.Key_Right)
    QTest.keyClick(segments.buttons[0], Qt.Key.Key_Right)

    assert (segments.value(), said) == (2, [3, 1, 2])
