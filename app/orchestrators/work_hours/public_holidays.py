"""Public holidays of the world's countries and their regions, named in the person's language where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holidays import HolidayBase


@dataclass(frozen=True, slots=True)
class Region:
    """A country (``DE``) or a part of one (``BY``), and what it is called."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday: an ISO day and its name."""

    day: str
    name: str


def countries(language: str) -> list[Region]:
    """Return the countries whose holidays are known, by name."""
    names = _territories(language)
    return sorted((Region(code, names.get(code, code)) for code in _known()), key=_by_name)


def regions(country: str) -> list[Region]:
    """Return the parts of a country that have holidays of their own, by name; many countries have none.

    Raises:
        RuleBroken: there is no such country.
    """
    found = _calendar(country, None, ())
    names: dict[str, str] = {}
    # Of several names of a place the first is the official one.
    for name, code in found.subdivisions_aliases.items():
        names.setdefault(code, name)
    return sorted((Region(code, names.get(code, code)) for code in found.subdivisions), key=_by_name)


def holidays_of(country: str, region: str | None, years: Iterable[int], language: str) -> list[Holiday]:
    """Return the public holidays of some years, by date; two on one day are one with both names.

    Raises:
        RuleBroken: there is no such country or region.
    """
    found = _calendar(country, region, tuple(years), language)
    return [Holiday(day.isoformat(), name.replace("; ", ", ")) for day, name in sorted(found.items())]


def _calendar(country: str, region: str | None, years: tuple[int, ...], language: str = "") -> HolidayBase:
    from holidays import country_holidays

    if country not in _known():
        raise RuleBroken(f"There is no country “{country}”. Write its two letters, for example DE.", country=country)
    plain = country_holidays(country)
    if region and region not in plain.subdivisions:
        sentence = f"{country} has no region “{region}” with public holidays of its own."
        raise RuleBroken(sentence, country=country, region=region)
    spoken = _spoken(language, plain.supported_languages) if language else None
    return country_holidays(country, subdiv=region or None, years=years, language=spoken)


def _spoken(language: str, offered: Iterable[str]) -> str | None:
    """Return the offered language nearest to one, ``en_US`` for ``en_GB``; None where it is not offered."""
    # A machine without a language speaks English.
    wanted = "en" if language == "C" else language.replace("-", "_")
    alike = [one for one in offered if one.split("_")[0] == wanted.split("_")[0]]
    return wanted if wanted in alike else next(iter(alike), None)


@cache
def _known() -> frozenset[str]:
    from holidays import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return dict(locale.territories)


def _by_name(region: Region) -> str:
    from unicodedata import normalize

    # Österreich stands beside Oman, not after Zypern.
    return normalize("NFD", region.name).casefold()
