"""A menu of two hundred entries is one column that scrolls, not a wall of columns over the whole screen."""

from pytestqt.qtbot import QtBot

from app.ui.widgets.filter_button import FilterButton
from tests.support.pages import Stage


def test_a_long_menu_is_one_column_that_scrolls(stage: Stage, qtbot: QtBot) -> None:
    button = FilterButton("Group")
    layout = stage.window.layout()
    assert layout is not None
    layout.addWidget(button)
    button.set_choices([(f"Group {place}", place) for place in range(200)])
    stage.window.show()
    button.open()
    qtbot.waitUntil(button.opens.isVisible)

    lefts = {button.opens.actionGeometry(action).left() for action in button.opens.actions()}
    width = button.opens.width()
    button.opens.close()

    assert len(lefts) == 1
    assert width < 300
