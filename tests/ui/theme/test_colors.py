"""Colours can be read and told apart, and only the theme names them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.orchestrators.references import COLORS
from app.ui.theme import tokens
from app.ui.theme.tokens import DARK, LIGHT, Tokens, contrast

UI = Path(tokens.__file__).parents[1]
APPEARANCES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)

# Words, and every ground they stand on somewhere in the window.
WORDS = {
    "text": ("window", "panel", "rail", "hover", "accent_ground", "line"),
    "dim": ("window", "panel", "rail", "hover"),
    "accent": ("window", "panel", "accent_ground"),
    "on_accent": ("accent",),
    "warning": ("window", "panel", "warning_ground"),
    "danger": ("window", "panel", "danger_ground"),
    "on_danger": ("danger",),
    "panel": ("text",),
    "accent_on_text": ("text",),
}
LITERAL = re.compile(r"#[0-9A-Fa-f]{6,8}\b|\brgba?\(|QColor\(\s*\d")


@pytest.fixture(autouse=True)
def light_again() -> Iterator[None]:
    yield
    tokens.use(LIGHT)


@APPEARANCES
@pytest.mark.parametrize(("ink", "ground"), [(ink, ground) for ink, grounds in WORDS.items() for ground in grounds])
def test_words_can_be_read_on_their_grounds(look: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(look, ink), getattr(look, ground)) >= 4.5


@APPEARANCES
@pytest.mark.parametrize("color", COLORS)
def test_project_colors_stand_out_from_the_panel(look: Tokens, color: str) -> None:
    tokens.use(look)

    assert contrast(tokens.project_color(color), look.panel) >= 3


def test_the_window_knows_exactly_the_colors_projects_can_have() -> None:
    assert sorted(tokens.project_colors()) == sorted(COLORS)
    assert len(set(tokens.project_colors().values())) == len(COLORS)


def test_a_color_from_elsewhere_is_kept_and_nonsense_becomes_a_calm_grey() -> None:
    assert tokens.project_color("#123abc") == "#123abc"
    assert tokens.project_color("no colour") == tokens.project_color(None) == tokens.project_color("slate")


def test_only_the_theme_names_colors() -> None:
    found = [
        f"{path.relative_to(UI)}:{number}: {line.strip()}"
        for path in sorted(UI.rglob("*.py"))
        if "theme" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LITERAL.search(line)
    ]

    assert found == []


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
