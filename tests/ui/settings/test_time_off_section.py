"""Settings › Time off: a year's days off, its sums, and the public holidays of where one lives."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.entities.planning import TimeOffKind
from app.orchestrators.history.history import undo
from app.orchestrators.settings.settings import get_settings
from app.orchestrators.work_hours.time_off import add_time_off, holiday_region, import_holidays, list_time_off
from app.ui.settings.page import SettingsPage
from app.ui.settings.time_off import words
from app.ui.settings.time_off.off_form import TimeOffForm
from app.ui.settings.time_off.off_list import OffList, menu_place
from app.ui.settings.time_off.section import TimeOffSection
from app.ui.theme import tokens
from tests.support.pages import Stage

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(stage.shell)
    stage.show(made)
    made.open_target("time_off")
    section = made.time_off
    qtbot.waitUntil(lambda: section.year.text() == "2026" and section.holidays.country.count() > 0)
    return made


@pytest.fixture
def section(page: SettingsPage) -> TimeOffSection:
    return page.time_off


def add(stage: Stage, qtbot: QtBot, name: str = "Sea", first: str = "2026-03-04", last: str = "", **fields: Any) -> Any:
    return stage.run(qtbot, add_time_off, name=name, start_date=first, end_date=last or first, **fields)


def names(section: TimeOffSection) -> list[str]:
    return [line.off.name for line in section.model.lines]


def form_of(page: SettingsPage) -> TimeOffForm:
    form = page._time_off_desk.panel.content()
    assert isinstance(form, TimeOffForm)
    return form


def listed(stage: Stage, qtbot: QtBot) -> list[tuple[Any, ...]]:
    return [
        (off.name, off.kind.value, off.start_date, off.end_date, off.fraction, off.recurs_annually)
        for off in stage.run(qtbot, list_time_off)
    ]


def focus(section: TimeOffSection, row: int = 0) -> OffList:
    section.list.setCurrentIndex(section.model.index(row))
    return section.list


# --- one's own ---


def test_an_empty_year_says_what_belongs_there(section: TimeOffSection) -> None:
    assert section.list.isHidden()
    assert not section.empty.isHidden()
    assert section.figures["vacation"].value == "0 days"


def test_time_off_is_added_in_the_panel_and_taken_back_by_one_undo(
    page: SettingsPage, section: TimeOffSection, stage: Stage, qtbot: QtBot
) -> None:
    section.add.click()
    form = form_of(page)
    assert form.first.day() == "2026-03-02"
    form.name.setText("Sea")
    form.first.setText("4 Mar 2026")
    form.last.setText("6 Mar 2026")
    form.half.setChecked(True)
    form.submit()

    qtbot.waitUntil(lambda: names(section) == ["Sea"])
    assert listed(stage, qtbot) == [("Sea", "vacation", "2026-03-04", "2026-03-06", 0.5, False)]
    assert (section.figures["vacation"].value, section.figures["vacation"].below) == ("1½ days", "1½ days to come")
    assert stage.toasts == ["Time off added"]
    assert page._time_off_desk.panel.isHidden()
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: names(section) == [])


def test_without_a_name_or_a_last_day_it_is_one_day_called_by_its_kind(
    page: SettingsPage, section: TimeOffSection, stage: Stage, qtbot: QtBot
) -> None:
    section.add.click()
    form = form_of(page)
    form.kind.setCurrentIndex(form.kind.place_of("sick"))
    form.kind.activated.emit(form.kind.currentIndex())
    form.annually.setChecked(True)
    assert form.name.placeholderText() == "Sick"
    form.submit()

    qtbot.waitUntil(lambda: names(section) == ["Sick"])
    assert listed(stage, qtbot) == [("Sick", "sick", "2026-03-02", "2026-03-02", 1.0, True)]


def test_what_cannot_be_is_said_at_its_field(page: SettingsPage, section: TimeOffSection, qtbot: QtBot) -> None:
    section.add.click()
    form = form_of(page)
    form.first.clear()
    form.submit()
    assert form.field("start_date").note == "From which day on?"
    form.first.setText("4 Mar 2026")
    form.last.setText("soon")
    form.submit()
    assert "Not a date" in form.field("end_date").note
    form.last.setText("1 Mar 2026")
    form.submit()
    qtbot.waitUntil(lambda: "before the first" in form.field("end_date").note)
    form.name.setText("x" * 300)
    form.last.clear()
    form.submit()
    qtbot.waitUntil(lambda: "200" in form.field("name").note)
    form._cancel.click()
    assert page._time_off_desk.panel.isHidden()


def test_years_of_time_off_are_added_with_a_word(
    page: SettingsPage, section: TimeOffSection, stage: Stage, qtbot: QtBot
) -> None:
    section.add.click()
    form = form_of(page)
    form.name.setText("World tour")
    form.last.setText("4 Mar 2029")
    form.submit()

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert stage.toasts[-1].startswith("Time off added These are 1099 days off") or "1099 days off" in stage.toasts[-1]


def test_a_row_is_edited_by_enter_and_by_double_click(
    page: SettingsPage, section: TimeOffSection, stage: Stage, qtbot: QtBot
) -> None:
    add(stage, qtbot, last="2026-03-05", fraction=0.25)
    qtbot.waitUntil(lambda: names(section) == ["Sea"])
    QTest.keyClick(focus(section), Qt.Key.Key_Return)
    form = form_of(page)
    assert (form.name.text(), form.last.day(), form.half.isChecked()) == ("Sea", "2026-03-05", True)
    form.name.setText("Lake")
    form.submit()
    qtbot.waitUntil(lambda: names(section) == ["Lake"])
    assert listed(stage, qtbot)[0][4] == 0.25

    section.list.doubleClicked.emit(section.model.index(0))
    form_of(page).half.setChecked(False)
    form_of(page).submit()
    qtbot.waitUntil(lambda: listed(stage, qtbot)[0][4] == 1.0)
    assert stage.toasts == ["Time off changed", "Time off changed"]


def test_a_row_that_is_gone_says_so_in_its_form(
    page: SettingsPage, section: TimeOffSection, stage: Stage, qtbot: QtBot
) -> None:
    add(stage, qtbot)
    qtbot.waitUntil(lambda: names(section) == ["Sea"])
    QTest.keyClick(focus(section), Qt.Key.Key_F2)
    form = form_of(page)
    stage.run(qtbot, undo)
    form.submit()

    qtbot.waitUntil(lambda: "not here any more" in form._general.text())


def test_a_row_is_deleted_by_key_and_by_its_menu_and_comes_back(
    section: TimeOffSection, stage: Stage, qtbot: QtBot
) -> None:
    add(stage, qtbot)
    add(stage, qtbot, "Flu", "2026-05-04", kind="sick")
    qtbot.waitUntil(lambda: names(section) == ["Sea", "Flu"])
    QTest.keyClick(focus(section), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(section) == ["Flu"])
    assert stage.toasts[-1] == "“Sea” deleted"
    assert section.list.currentIndex().row() == 0

    place = menu_place(section.list.visualRect(section.model.index(0))).center()
    QTest.mouseMove(section.list.viewport(), place)
    QTest.mouseClick(section.list.viewport(), LEFT, NONE, place)
    assert section.list.menu.isVisible()
    section.list.menu.actions()[1].trigger()
    section.list.menu.close()
    qtbot.waitUntil(lambda: names(section) == [])
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: names(section) == ["Flu"])


def test_the_menu_opens_by_right_click_and_by_key(
    page: SettingsPage, section: TimeOffSection, stage: Stage, qtbot: QtBot
) -> None:
    add(stage, qtbot)
    qtbot.waitUntil(lambda: names(section) == ["Sea"])
    focus(section)
    for target, reason, at in (
        (section.list.viewport(), QContextMenuEvent.Reason.Mouse, QPoint(40, 10)),
        (section.list, QContextMenuEvent.Reason.Keyboard, QPoint(0, 0)),
    ):
        QApplication.sendEvent(target, QContextMenuEvent(reason, at, section.list.mapToGlobal(at)))
        assert section.list.menu.isVisible()
        section.list.menu.close()
    section.list.menu.actions()[0].trigger()
    assert form_of(page).name.text() == "Sea"
    QTest.keyClick(section.list, Qt.Key.Key_Down)


def test_a_row_says_all_there_is_to_know(section: TimeOffSection, stage: Stage, qtbot: QtBot) -> None:
    add(stage, qtbot, "Birthday", "2026-03-04", recurs_annually=True, fraction=0.5, kind="other")
    add(stage, qtbot, "Third", "2026-03-05", fraction=0.25)
    qtbot.waitUntil(lambda: len(section.model.lines) == 2)

    spoken = [section.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]

    assert spoken == [
        "Birthday, Other, half days, every year, Wed 4 Mar, ½ day", "Third, Vacation, part of the day, Thu 5 Mar, ¼ day",
    ]  # fmt: skip
    assert section.model.index(0).data() == "Birthday"


def test_years_are_gone_through(section: TimeOffSection, stage: Stage, qtbot: QtBot) -> None:
    add(stage, qtbot, "Winter", "2026-12-28", "2027-01-05")
    section.after.click()
    qtbot.waitUntil(lambda: section.year.text() == "2027" and names(section) == ["Winter"])
    qtbot.waitUntil(lambda: section.figures["vacation"].value == "3 days")
    section.before.click()
    section.before.click()
    assert section.year.text() == "2025"
    qtbot.waitUntil(lambda: names(section) == [])


def test_what_is_left_of_the_vacation_is_shown(section: TimeOffSection, stage: Stage, qtbot: QtBot) -> None:
    add(stage, qtbot, "Sea", "2026-03-02", "2026-03-13")
    section.allowance.setText("many")
    section.set.click()
    assert "Write days" in section._allowance_field.note
    section.allowance.setText("27,5")
    QTest.keyClick(section.allowance, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.figures["vacation"].below == "17½ days left")
    assert stage.run(qtbot, get_settings).vacation_days == 27.5
    section.allowance.setText("8")
    section.set.click()
    qtbot.waitUntil(lambda: section.figures["vacation"].below == "2 days too many")
    section.allowance.clear()
    section.set.click()
    qtbot.waitUntil(lambda: section.figures["vacation"].below == "10 days to come")


# --- public holidays ---


def choose(box: Any, value: object) -> None:
    box.setCurrentIndex(box.place_of(value))
    box.activated.emit(box.currentIndex())


def test_the_holidays_of_a_region_are_looked_at_and_kept(section: TimeOffSection, stage: Stage, qtbot: QtBot) -> None:
    card = section.holidays
    assert not card.keep.isEnabled()
    choose(card.country, "DE")
    qtbot.waitUntil(lambda: len(card.preview.days) == 9)
    choose(card.region, "BY")
    qtbot.waitUntil(lambda: len(card.preview.days) == 12)
    assert card.preview.accessibleName() == "12 days in 2026"
    assert names(section) == []
    card.keep.click()

    qtbot.waitUntil(lambda: len(section.model.lines) == 12)
    assert stage.toasts == ["Public holidays kept"]
    assert stage.run(qtbot, holiday_region) == "DE-BY"
    qtbot.waitUntil(lambda: card.keep.text() == "Kept" and not card.keep.isEnabled())
    assert section.figures["holidays"].below == "Bayern"
    assert section.figures["holidays"].value == "9 days"
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: names(section) == [] and not card.leave.isEnabled())
    assert section.figures["holidays"].below == "no country chosen"


def test_holidays_that_are_kept_are_shown_when_the_section_opens_and_can_go(stage: Stage, qtbot: QtBot) -> None:
    page = SettingsPage(stage.shell)
    stage.show(page)
    stage.run(qtbot, import_holidays, "LU", language="en")
    page.open_target("time_off")
    card = page.time_off.holidays if page.time_off.is_built else None
    assert card is not None
    qtbot.waitUntil(lambda: card.place == ("LU", "") and bool(card.preview.days) and not card.leave.isHidden())
    assert card.region.count() == 1
    qtbot.waitUntil(card.leave.isEnabled)
    card.leave.click()

    qtbot.waitUntil(lambda: stage.toasts == ["Public holidays removed"])
    assert stage.run(qtbot, holiday_region) is None


def test_a_country_that_is_no_longer_chosen_shows_nothing(section: TimeOffSection, stage: Stage, qtbot: QtBot) -> None:
    card = section.holidays
    choose(card.country, "DE")
    qtbot.waitUntil(lambda: bool(card.preview.days))
    choose(card.country, "")
    card.show_regions("DE", [])
    card.show_preview(("DE", ""), [])

    assert card.preview.isHidden()
    assert not card.keep.isEnabled()


def test_a_place_without_holidays_says_so(section: TimeOffSection) -> None:
    section.holidays.show_preview(("", ""), [])

    assert section.holidays.preview.accessibleName() == "There are none."
    assert not section.holidays.keep.isEnabled()


def test_every_kind_has_a_name_and_an_icon() -> None:
    assert len({words.kind_name(kind) for kind in TimeOffKind}) == len({words.icon(kind) for kind in TimeOffKind}) == 4


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 days"), (1, "1 day"), (0.5, "½ day"), (2.75, "2¾ days"), (-1, "−1 day"), (1 / 3, "¼ day"), (12, "12 days")],
)
def test_days_are_counted_in_words(count: float, said: str) -> None:
    assert words.days(count) == said


@pytest.mark.parametrize("theme", [tokens.LIGHT, tokens.DARK])
@pytest.mark.parametrize("width", [640, 1240])
def test_the_section_is_painted(section: TimeOffSection, stage: Stage, qtbot: QtBot, theme: Any, width: int) -> None:
    tokens.use(theme)
    stage.window.resize(width, 700)
    add(stage, qtbot, "A long journey", "2026-01-03", "2026-01-04")
    add(stage, qtbot, "Sea", "2026-03-04", fraction=0.5)
    add(stage, qtbot, "Flu", "2026-03-05", kind="sick")
    stage.run(qtbot, import_holidays, "DE", "BY", language="en")
    qtbot.waitUntil(lambda: len(section.model.lines) == 15 and bool(section.holidays.preview.days))
    before = section.list.grab().toImage()
    stage.window.activateWindow()
    focus(section).setFocus()
    qtbot.waitUntil(section.list.hasFocus)
    QTest.mouseMove(section.list.viewport(), QPoint(60, 20))

    assert section.list.height() == 15 * 44 + 1
    assert section.list.grab().toImage() != before
    assert not section.grab().isNull()
    tokens.use(tokens.LIGHT)
