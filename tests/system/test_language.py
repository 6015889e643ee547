"""The language of the person, as the machine says it."""

import pytest

from app.system.language import own_language

NAMES = ("LC_ALL", "LC_TIME", "LANG")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({}, "en"), ({"LANG": "de_DE.UTF-8"}, "de_DE"), ({"LANG": "C.UTF-8"}, "en"), ({"LC_ALL": "POSIX", "LANG": "de"}, "en"),
        ({"LC_TIME": "fr_CH@euro", "LANG": "de"}, "fr_CH"), ({"LANG": "12"}, "en"), ({"LC_ALL": "", "LANG": "pt_BR"}, "pt_BR"),
    ],
)  # fmt: skip
def test_the_first_variable_that_says_something_counts(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], language: str
) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    assert own_language() == language
