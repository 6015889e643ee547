"""Small controls by mouse and keyboard, in both appearances."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.problems import Problem, Severity
from app.ui.choices import Choice as Pick
from app.ui.theme.appearance import Appearance
from app.ui.widgets.chip import Chip
from app.ui.widgets.choice import Choice
from app.ui.widgets.color_picker import ColorPicker
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.empty_page import EmptyPage
from app.ui.widgets.field import Field
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.menu_button import MenuButton
from app.ui.widgets.picker import PICKED, Picker
from app.ui.widgets.section_list import SectionList
from app.ui.widgets.side_panel import SidePanel
from app.ui.widgets.switch import Switch
from app.ui.widgets.titled_card import FigureCard


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    return widget


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_color_is_chosen_by_mouse_and_arrows(qtbot: QtBot) -> None:
    picker = ColorPicker()
    shown(qtbot, picker)
    picker.set_color("no such colour")
    first = picker.color
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton, pos=QPoint(34 * 2 + 10, 10))
    assert picker.color != first
    third = picker.color

    QTest.keyClick(picker, Qt.Key.Key_Down)
    QTest.keyClick(picker, Qt.Key.Key_Up)
    QTest.keyClick(picker, Qt.Key.Key_Left)
    QTest.keyClick(picker, Qt.Key.Key_Left)

    assert picker.color == first != third
    picker.setFocus()
    assert picture(picker) != QImage()


def test_long_labels_are_shortened_and_the_wheel_changes_nothing(qtbot: QtBot) -> None:
    choice = Choice([("One", 1), ("A label that is much too long for any drop-down anybody would want", 2)])
    shown(qtbot, choice)
    choice.choose(2)
    assert choice.sizeHint().width() <= 204
    wheel = QWheelEvent(
        choice.rect().center().toPointF(), choice.mapToGlobal(choice.rect().center()).toPointF(), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
    )  # fmt: skip

    QApplication.sendEvent(choice, wheel)

    assert choice.currentData() == 2
    choice.choose("not offered")
    assert choice.currentData() == 1
    editable = Choice([("One", 1)])
    editable.setEditable(True)
    shown(qtbot, editable)
    assert picture(editable) != picture(choice)


def test_switch_is_told_apart_by_more_than_colour(qtbot: QtBot) -> None:
    switch = Switch()
    shown(qtbot, switch)
    off = picture(switch)
    with qtbot.assertNotEmitted(switch.toggled):
        switch.show_state(True)  # noqa: FBT003
    assert switch.isChecked()
    assert picture(switch) != off

    with qtbot.waitSignal(switch.toggled):
        QTest.keyClick(switch, Qt.Key.Key_Space)

    assert not switch.isChecked()


@pytest.mark.parametrize("tone", ["plain", "accent", "warning", "empty"])
def test_chip_shows_mark_word_and_tone(qtbot: QtBot, tone: str) -> None:
    chip = Chip("Project", icon="folder")
    shown(qtbot, chip)
    before = picture(chip)

    chip.show_chip("Website relaunch " * 9, dot="blue", tone=tone)

    assert chip.sizeHint().width() == 220
    assert picture(chip) != before
    chip.show_chip("", icon="tag", tone=tone)
    assert chip.sizeHint().width() < 60
    chip.setFocus()
    assert picture(chip) != before


def test_elided_label_shows_the_whole_on_hover(qtbot: QtBot) -> None:
    label = ElidedLabel("short")
    shown(qtbot, label)
    assert label.toolTip() == ""

    label.setText("word " * 30)

    assert label.toolTip() == label.text()
    assert label.minimumSizeHint().width() == 0
    picture(label)


def test_field_says_problems_and_warnings_and_takes_them_away(qtbot: QtBot) -> None:
    field = Field("Name", QLineEdit(), hint="As on the invoice")
    shown(qtbot, field)
    assert (field.note, field.control.accessibleName()) == ("As on the invoice", "Name")

    field.show_problem(Problem("taken", "That name is taken.", "name"))
    assert field.control.property("tone") == "problem"
    assert field.control.accessibleDescription() == "That name is taken."
    field.show_problem(Problem("odd", "An odd name.", "name", Severity.WARNING))
    assert field.control.property("tone") == "warning"
    field.clear()

    assert field.note == "As on the invoice"


def test_figures_shrink_to_fit_and_speak(qtbot: QtBot) -> None:
    card = FigureCard("Amount")
    shown(qtbot, card)
    card.resize(120, 86)
    card.show_figure("10.379,34 € + 99.999,99 US$", "over", share=1.4, color="blue", tone="danger")

    assert (card.value, card.below) == ("10.379,34 € + 99.999,99 US$", "over")
    assert "over" in card.accessibleDescription()
    picture(card)
    card.show_figure("1")
    assert card.toolTip() == "1"


def test_empty_page_offers_steps_and_can_say_something_else(qtbot: QtBot) -> None:
    page = EmptyPage("projects", "Nothing yet", "It will be here.")
    page.offer("make", "Make one")
    page.offer("import", "Import")
    shown(qtbot, page)
    assert page.buttons["make"].objectName() == "primaryButton"

    with qtbot.waitSignal(page.stepped) as said:
        page.buttons["import"].click()
    page.say("Still nothing", "Not even now.")

    assert said.args == ["import"]
    assert (page.accessibleName(), page.accessibleDescription()) == ("Still nothing", "Not even now.")


def test_icons_follow_the_appearance(qtbot: QtBot, look: Appearance) -> None:
    button = IconButton("edit", "Edit")
    shown(qtbot, button)
    light = button.icon().pixmap(17).toImage()

    look.choose("dark")

    qtbot.waitUntil(lambda: button.icon().pixmap(17).toImage() != light)


def test_menu_button_opens_by_click_and_by_key(qtbot: QtBot) -> None:
    button = MenuButton("Group")
    button.opens.addAction("One")
    shown(qtbot, button)
    for act in (button.click, lambda: QTest.keyClick(button, Qt.Key.Key_Down)):
        act()
        assert button.opens.isVisible()
        button.opens.close()
    QTest.keyClick(button, Qt.Key.Key_X)
    assert not button.opens.isVisible()


def test_section_list_changes_by_arrow(qtbot: QtBot) -> None:
    sections = SectionList("Sections", ["General", "A section with a long name"])
    shown(qtbot, sections)
    sections.setCurrentRow(0)

    QTest.keyClick(sections, Qt.Key.Key_Down)

    assert sections.currentRow() == 1
    picture(sections)


def page_with_panel(qtbot: QtBot) -> tuple[QPushButton, SidePanel]:
    page, button = QWidget(), QPushButton("Here")
    QVBoxLayout(page).addWidget(button)
    page.resize(600, 400)
    shown(qtbot, page)
    return button, SidePanel(page)


def test_panel_keeps_to_the_right_and_closes_once(qtbot: QtBot) -> None:
    button, panel = page_with_panel(qtbot)
    panel.dismiss()
    panel.present("Form", QLineEdit())
    assert panel.geometry().right() == 599
    button.window().resize(300, 400)
    assert panel.width() == 300

    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(panel.closed):
        panel.dismiss()
    QTest.keyClick(panel, Qt.Key.Key_X)

    assert panel.content() is None


@pytest.fixture
def picks() -> list[Pick]:
    return [Pick("1", "Website", "blue", "Client work"), Pick("2", "Mobile app", "pink"), Pick("3", "bug")]


@pytest.fixture
def open_picker(qtbot: QtBot, picks: list[Pick]) -> Callable[..., Picker]:
    anchors = []

    def opened(*, many: bool = False, new: str = "", picked: tuple[str, ...] = ()) -> Picker:
        anchor = QPushButton("Project")
        anchors.append(anchor)
        shown(qtbot, anchor)
        made = Picker("Find a project", many=many, new=new, parent=anchor)
        made.open_under(anchor, picks, picked)
        return made

    return opened


def listed(picker: Picker) -> list[str]:
    return [picker._model.index(row).data() for row in range(picker._model.rowCount())]


def test_picker_narrows_while_typing_and_takes_by_enter(qtbot: QtBot, open_picker: Callable[..., Picker]) -> None:
    picker = open_picker()
    assert listed(picker) == ["Website", "Mobile app", "bug", "None"]
    QTest.keyClicks(picker.field, "client")
    assert listed(picker) == ["Website"]

    with qtbot.waitSignal(picker.picked) as said:
        QTest.keyClick(picker.field, Qt.Key.Key_Return)

    assert said.args is not None
    assert said.args[0].name == "Website"
    assert not picker.isVisible()


def test_picker_offers_none_and_something_new(qtbot: QtBot, open_picker: Callable[..., Picker]) -> None:
    picker = open_picker(new="Create “{name}”")
    QTest.keyClick(picker.field, Qt.Key.Key_Up)
    with qtbot.waitSignal(picker.picked) as said:
        QTest.keyClick(picker.field, Qt.Key.Key_Tab)
    assert said.args == [None]

    picker = open_picker(new="Create “{name}”")
    QTest.keyClicks(picker.field, "Moon")
    assert listed(picker) == ["Create “Moon”"]
    picker.grab()
    with qtbot.waitSignal(picker.picked) as said:
        QTest.keyClick(picker.field, Qt.Key.Key_Return)

    assert said.args == ["Moon"]


def test_picker_of_many_stays_open_and_marks(qtbot: QtBot, open_picker: Callable[..., Picker]) -> None:
    picker = open_picker(many=True, picked=("3",))
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)

    marks = [picker._model.index(row).data(PICKED) for row in range(3)]
    assert marks == [False, True, True]
    assert picker.isVisible()
    picker.grab()
    QTest.keyClicks(picker.field, "zebra")
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(picker.picked):
        QTest.keyClick(picker.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(picker.closed):
        picker.close()
