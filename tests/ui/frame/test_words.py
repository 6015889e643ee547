from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from app.orchestrators.preferences import Settings
from app.orchestrators.progress import WhatIsLeft
from app.ui import words
from app.ui.today.words import Style
from tests.support.store import MORNING


@pytest.fixture
def in_america() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def test_times_of_day_follow_the_locale(in_america: None) -> None:
    style = Style.of(Settings(), "Europe/Berlin")
    assert style.clock(MORNING).casefold() == "9:00 am"
    assert style.clock(MORNING + 4 * 3600 + 300).casefold() == "1:05 pm"
    assert style.clock(MORNING - 9 * 3600).casefold() == "12:00 am"


def test_times_of_day_in_24_hours(qtbot: QtBot) -> None:
    assert Style.of(Settings(clock24=True), "Europe/Berlin").clock(MORNING - 2 * 3600) == "07:00"


def test_days_are_written_with_their_year_when_it_is_another_one() -> None:
    assert words.long_day("1999-12-31").endswith("1999")
    assert "24" in words.strip_day("2026-11-24")
    assert words.short_day("2026-11-27").startswith("Fri")


def test_what_is_left_is_one_sentence() -> None:
    left = WhatIsLeft("Design", 22_800, "2026-11-27", 3, 7_600, "2026-11-24")
    assert words.left_line(left) == "Design: 6:20 left, due Fri 27 Nov, 3 free days → 2:07 a day"
    assert words.left_line(left, more=1_200).startswith("Design: 6:00 left")
    assert words.left_line(replace(left, free_days=1)).endswith("1 free day → 6:20 a day")


@pytest.mark.parametrize(
    ("left", "line"),
    [
        (WhatIsLeft("Design", -1_800), "Design: 0:30 over"),
        (WhatIsLeft("Design", -1_800, "2026-11-27", 3, 0, "2026-11-24"), "Design: 0:30 over, due Fri 27 Nov"),
        (WhatIsLeft("Design", 1_800), "Design: 0:30 left"),
        (WhatIsLeft("Design", 1_800, "2026-11-24", 1, 1_800, "2026-11-24"), "Design: 0:30 left, due today"),
        (
            WhatIsLeft("Design", 1_800, "2026-11-24", 0, None, "2026-11-24"),
            "Design: 0:30 left, due today, which is no working day",
        ),
        (
            WhatIsLeft("Design", 3_660, "2026-11-25", 2, 1_830, "2026-11-24"),
            "Design: 1:01 left, due tomorrow, 2 free days → 0:31 a day",
        ),
        (WhatIsLeft("Design", 1_800, "2026-11-22", 0, None, "2026-11-20"), "Design: 0:30 left, due Sun 22 Nov, no free day"),
        (WhatIsLeft("Design", 1_800, "2026-11-20", 0, None, "2026-11-24"), "Design: 0:30 left, was due Fri 20 Nov"),
        (WhatIsLeft("Design", 0, "2026-11-27", 3, 0, "2026-11-24"), "Design: 0:00 left, due Fri 27 Nov, 3 free days"),
    ],
)  # fmt: skip
def test_what_is_left_says_every_case(left: WhatIsLeft, line: str) -> None:
    assert words.left_line(left) == line


def test_what_was_undone_is_named() -> None:
    assert words.undone_line("start_timer", "fix login", redone=False) == "Undone: start timer “fix login”"
    assert words.undone_line("edit_entries", "12", redone=True) == "Redone: edit entries"
