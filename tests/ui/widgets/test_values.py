"""Dates, hours and money as people write them, in their own locale."""

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.theme.appearance import Appearance
from app.ui.widgets import dates, money
from app.ui.widgets.value_fields import CurrencyField, DateField, HoursField, MoneyField
from tests.support.store import MORNING


@pytest.mark.parametrize(
    ("locale", "short", "full"),
    [
        ("C", "24 Nov", "24 Nov 2026"),
        ("en_US", "Nov 24", "Nov 24, 2026"),
        ("en_GB", "24 Nov", "24 Nov 2026"),
        ("de_DE", "24. Nov", "24. Nov 2026"),
        ("sv_SE", "24 nov", "2026-11-24"),
    ],
    indirect=["locale"],
)
def test_days_are_written_in_the_locale_s_order(locale: QLocale, short: str, full: str) -> None:
    assert dates.short_day("2026-11-24").rstrip(".") == short
    assert dates.full_day("2026-11-24").replace("v. ", "v ") == full
    assert dates.read_day(dates.full_day("2026-11-24")) == QDate(2026, 11, 24)


@pytest.mark.parametrize("locale", ["en_GB"], indirect=True)
def test_moments_are_told_in_the_zone_that_is_asked_for(locale: QLocale) -> None:
    assert dates.moment(MORNING, "Europe/Berlin") == "2 Mar 2026, 09:00"
    assert dates.moment(MORNING, "America/New_York") == "2 Mar 2026, 03:00"


@pytest.mark.parametrize("locale", ["en_GB"], indirect=True)
@pytest.mark.parametrize(
    "text", ["2026-11-24", "24 Nov 2026", "24 November 2026", "24.11.2026", "24/11/2026", " 24 Nov 2026 "]
)
def test_dates_are_read_as_people_type_them(locale: QLocale, text: str) -> None:
    assert dates.read_day(text) == QDate(2026, 11, 24)


@pytest.mark.parametrize("locale", ["en_US"], indirect=True)
def test_a_two_digit_year_is_of_this_century(locale: QLocale) -> None:
    assert dates.read_day("11/24/26") == QDate(2026, 11, 24)
    assert not dates.read_day("someday").isValid()


def test_iso_days_in_sentences_become_the_locale_s() -> None:
    assert dates.with_local_days("Due on 2026-02-25, or 2026-99-99.") == "Due on 25 Feb 2026, or 2026-99-99."


def test_date_field_tidies_what_it_understands_and_says_what_it_does_not(qtbot: QtBot) -> None:
    field = DateField()
    qtbot.addWidget(field)
    assert (field.day(), field.problem("due")) == (None, None)

    QTest.keyClicks(field, "24.11.2026")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), field.day()) == ("24 Nov 2026", "2026-11-24")
    field.setText("tomorrow-ish")

    problem = field.problem("due")
    assert problem is not None
    assert problem.field == "due"
    assert "24 Nov 2026" in problem.message
    with pytest.raises(ValueError, match="tomorrow"):
        field.day()


@pytest.mark.parametrize("start", ["", "2026-11-24"])
def test_calendar_opens_by_key_and_gives_the_day_that_is_clicked(qtbot: QtBot, start: str) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.set_day(start or None)
    field.show()
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.isVisible()
    assert start in ("", calendar.selectedDate().toString(Qt.DateFormat.ISODate))

    with qtbot.waitSignal(field.picked):
        calendar.clicked.emit(QDate(2026, 11, 30))

    assert field.day() == "2026-11-30"
    assert not calendar.isVisible()


@pytest.mark.parametrize(
    ("text", "minutes", "shown"), [("40", 2400, "40:00"), ("7.5", 450, "7:30"), ("1h30m", 90, "1:30"), ("", 0, "")]
)
def test_hours_are_read_and_shown_as_understood(qtbot: QtBot, text: str, minutes: int, shown: str) -> None:
    field, other = HoursField(), QLineEdit()
    qtbot.addWidget(field)
    qtbot.addWidget(other)
    field.setText(text)
    field.editingFinished.emit()

    assert (field.minutes(), field.text(), field.problem("x")) == (minutes, shown, None)


@pytest.mark.parametrize("text", ["many", "-1", "99999999999"])
def test_hours_that_are_none_are_said(qtbot: QtBot, text: str) -> None:
    field = HoursField()
    qtbot.addWidget(field)
    field.setText(text)

    assert field.problem("estimate") is not None


@pytest.mark.parametrize(
    ("locale", "text", "minor"),
    [("de_DE", "95,50", 9550), ("de_DE", "1.250,00", 125_000), ("en_US", "95.50", 9550), ("C", "95,5", 9550)],
    indirect=["locale"],
)
def test_money_is_read_in_the_locale_s_way(qtbot: QtBot, locale: QLocale, text: str, minor: int) -> None:
    field = MoneyField()
    qtbot.addWidget(field)
    field.setLocale(locale)
    field.setText(text)

    assert field.minor_units("EUR") == minor
    field.set_minor_units(minor, "EUR")
    assert field.minor_units("EUR") == minor


@pytest.mark.parametrize("text", ["", "free", "-5", "1e12"])
def test_money_that_is_none_is_said(qtbot: QtBot, text: str) -> None:
    field = MoneyField()
    qtbot.addWidget(field)
    field.setText(text)

    assert field.problem("amount") is not None


def test_currencies_have_their_own_places(qtbot: QtBot) -> None:
    assert [money.places(code) for code in ("EUR", "JPY", "KWD", "ZZZ")] == [2, 0, 3, 2]
    assert money.amount_of(1_037_934, "EUR") == "€10,379.34"
    assert money.amount_of(5000, "JPY") == "¥5,000"
    field = CurrencyField("EUR")
    qtbot.addWidget(field)
    assert field.problem("currency") is None
    field.setText("E€")
    assert field.problem("currency") is not None


@pytest.mark.parametrize("locale", ["de_DE"], indirect=True)
def test_money_is_written_in_the_locale_s_way(locale: QLocale) -> None:
    assert money.amount_of(1_037_934, "EUR").replace("\xa0", " ") == "10.379,34 €"


def test_the_calendar_s_icon_follows_the_colours(qtbot: QtBot, look: Appearance) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.show()
    light = field.actions()[0].icon().pixmap(18).toImage()

    look.choose("dark")
    QApplication.processEvents()

    assert field.actions()[0].icon().pixmap(18).toImage() != light
    assert field.childAt(QPoint(field.width() - 14, field.height() // 2)) is not None
