"""Line edits for a date that may be missing, hours, money and a currency, read the way people type them."""

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from app.domain.durations import format_duration, parse_duration
from app.domain.problems import Problem
from app.ui import icons
from app.ui.theme import tokens
from app.ui.widgets import dates, money

_CODE_LENGTH, _MOST_MONEY = 3, 1_000_000_000


class DateField(QLineEdit):
    """A date or nothing; takes the locale's short date, "24 Nov 2026" and ISO. Alt+Down opens a calendar."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar: QCalendarWidget | None = None
        self.setPlaceholderText(self.tr("none"))
        self.setClearButtonEnabled(True)
        self._opener = QAction(icons.icon("calendar", tokens.current().dim), self.tr("Choose in a calendar"), self)
        self._opener.triggered.connect(self._open_calendar)
        self.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)
        self.editingFinished.connect(self._tidy)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the colours changed."""
        if event.type() == QEvent.Type.PaletteChange:
            self._opener.setIcon(icons.icon("calendar", tokens.current().dim))
        super().changeEvent(event)

    def set_day(self, day: str | None) -> None:
        """Show an ISO date, or nothing."""
        self.setText(dates.full_day(day) if day else "")
        # Where there is too little room the year may be cut, never the day.
        self.setCursorPosition(0)

    def day(self) -> str | None:
        """Return the ISO date, None when empty.

        Raises:
            ValueError: what stands there is no date.
        """
        text = self.text().strip()
        if not text:
            return None
        date = dates.read_day(text)
        if not date.isValid():
            raise ValueError(text)
        return date.toString(Qt.DateFormat.ISODate)

    def problem(self, field: str) -> Problem | None:
        """Return what is wrong with the text, None when it can be read."""
        try:
            self.day()
        except ValueError:
            example = dates.full_day("2026-11-24")
            return Problem("date_unreadable", self.tr("Not a date. Write it like {day}.").format(day=example), field)
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar, as in a drop-down."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_calendar()
            return
        super().keyPressEvent(event)

    def _tidy(self) -> None:
        if self.text().strip() and self.problem("") is None:
            self.set_day(self.day())

    def _open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = self._make_calendar()
        _calm(self._calendar)
        date = dates.read_day(self.text())
        self._calendar.setSelectedDate(date if date.isValid() else QDate.currentDate())
        self._calendar.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._calendar.show()
        self._calendar.setFocus()

    def _make_calendar(self) -> QCalendarWidget:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(self.tr("Calendar"))
        # Enter and a double click say both.
        calendar.activated.connect(self._take)
        calendar.clicked.connect(self._take)
        return calendar

    def _take(self, day: QDate) -> None:
        if self._calendar is not None and self._calendar.isVisible():
            self._calendar.hide()
            self.set_day(day.toString(Qt.DateFormat.ISODate))
            self.picked.emit()


class HoursField(QLineEdit):
    """Hours as people write them: 12, 12.5, 12:30, 1h30m. Empty means none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("none"))
        self.editingFinished.connect(self._tidy)

    def set_minutes(self, minutes: int) -> None:
        """Show minutes as hours, nothing for zero."""
        self.setText(format_duration(minutes * 60) if minutes else "")

    def minutes(self) -> int:
        """Return the minutes, 0 when empty.

        Raises:
            ValueError: what stands there is no duration.
        """
        text = self.text().strip()
        return round(parse_duration(text) / 60) if text else 0

    def problem(self, field: str) -> Problem | None:
        """Return what is wrong with the text, None when it can be read."""
        try:
            fits = 0 <= self.minutes() <= 10_000_000
        except (ValueError, OverflowError):
            fits = False
        return None if fits else Problem("hours_unreadable", self.tr("Write hours like 40, 7.5 or 7:30."), field)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what was understood."""
        super().focusOutEvent(event)
        self._tidy()

    def _tidy(self) -> None:
        if self.text().strip() and self.problem("") is None:
            self.set_minutes(self.minutes())


class SignedHoursField(HoursField):
    """Hours of which there may be less than none: 12:30, -4."""

    def set_minutes(self, minutes: int) -> None:
        """Show minutes as hours, nothing for zero."""
        super().set_minutes(abs(minutes))
        if minutes < 0:
            self.setText(f"−{self.text()}")

    def minutes(self) -> int:
        """Return the minutes, negative after a minus, 0 when empty.

        Raises:
            ValueError: what stands there is no duration.
        """
        text = self.text().strip()
        sign, rest = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text.removeprefix("+"))
        return sign * round(parse_duration(rest.strip()) / 60) if text else 0

    def problem(self, field: str) -> Problem | None:
        """Return what is wrong with the text, None when it can be read."""
        try:
            fits = abs(self.minutes()) <= 10_000_000
        except (ValueError, OverflowError):
            fits = False
        return None if fits else Problem("hours_unreadable", self.tr("Write hours like 40, 7:30 or −7:30."), field)


class MoneyField(QLineEdit):
    """An amount of money with up to two places, written as the locale does or with a point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(QLocale().toString(95.0, "f", 2))

    def set_minor_units(self, amount: int | None, currency: str) -> None:
        """Show an amount in minor units of a currency, or nothing."""
        places = money.places(currency)
        self.setText("" if amount is None else QLocale().toString(amount / 10**places, "f", places))

    def minor_units(self, currency: str) -> int:
        """Return the amount in minor units of a currency.

        Raises:
            ValueError: what stands there is no amount.
        """
        factor: int = 10 ** money.places(currency)
        return round(self._amount() * factor)

    def problem(self, field: str) -> Problem | None:
        """Return what is wrong with the text, None when it can be read."""
        try:
            self._amount()
        except ValueError:
            return Problem("amount_unreadable", self.tr("Write an amount like {example}.").format(example="95"), field)
        return None

    def _amount(self) -> float:
        text = self.text().strip()
        amount, reads = QLocale().toDouble(text)
        if not reads:
            amount = float(text.replace(",", "."))
        if not 0 <= amount < _MOST_MONEY:
            raise ValueError(text)
        return amount


class CurrencyField(QLineEdit):
    """An ISO 4217 code."""

    def __init__(self, code: str = "", parent: QWidget | None = None) -> None:
        super().__init__(code, parent)
        self.setMaxLength(_CODE_LENGTH)

    def problem(self, field: str) -> Problem | None:
        """Return what is wrong with the text, None when it is a code."""
        code = self.text().strip()
        if len(code) == _CODE_LENGTH and code.isascii() and code.isalpha():
            return None
        return Problem("currency_unreadable", self.tr("A currency has three letters, like EUR or USD."), field)


def _calm(calendar: QCalendarWidget) -> None:
    """Qt paints weekends red, which here would read as a mistake."""
    colors = tokens.current()
    for day, color in (
        (Qt.DayOfWeek.Saturday, colors.dim),
        (Qt.DayOfWeek.Sunday, colors.dim),
    ):
        look = calendar.weekdayTextFormat(day)
        look.setForeground(QColor(color))
        calendar.setWeekdayTextFormat(day, look)
    head = calendar.headerTextFormat()
    head.setForeground(QColor(colors.dim))
    calendar.setHeaderTextFormat(head)
    for name, mark in (("qt_calendar_prevmonth", "caret-left"), ("qt_calendar_nextmonth", "caret-right")):
        button = calendar.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icons.icon(mark, colors.text))
