"""Every colour, radius, space and type size of the window, light and dark. Nothing else names a colour."""

from dataclasses import dataclass

RADIUS, RADIUS_SMALL = 12, 8
XS, S, M, L, XL = 4, 8, 12, 16, 24
TYPE_SMALL, TYPE_BODY, TYPE_LARGE, TYPE_TITLE, TYPE_FIGURE = 11.5, 13.0, 15.0, 17.0, 20.0
ROW, ROW_COMPACT = 52, 40


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one appearance.

    ``faint`` is only for what may be missed. A toast stands on ``text``; ``accent_on_text`` is its button.
    """

    name: str
    window: str
    panel: str
    rail: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    accent_ground: str
    on_accent: str
    accent_on_text: str
    warning: str
    warning_ground: str
    danger: str
    danger_ground: str
    on_danger: str
    hover: str
    track: str
    scrim: str
    shadow: str

    @property
    def is_dark(self) -> bool:
        """True for light text on a dark ground."""
        return self.name == "dark"


LIGHT = Tokens(
    name="light",
    window="#F6F5F2",
    panel="#FFFFFF",
    rail="#EFEDE8",
    line="#E3E0D9",
    text="#1F2328",
    dim="#60656C",
    faint="#9AA0A6",
    accent="#0F766E",
    accent_ground="#DDF0EC",
    on_accent="#FFFFFF",
    accent_on_text="#2DD4BF",
    warning="#A84B07",
    warning_ground="#FBEBD9",
    danger="#B42318",
    danger_ground="#FBE4E1",
    on_danger="#FFFFFF",
    hover="#F3F1EC",
    track="#E3E0D9",
    scrim="#5A000000",
    shadow="#2E000000",
)
DARK = Tokens(
    name="dark",
    window="#16181B",
    panel="#1E2125",
    rail="#121416",
    line="#2C3036",
    text="#E6E8EB",
    dim="#9BA3AD",
    faint="#6C747E",
    accent="#2DD4BF",
    accent_ground="#133B38",
    on_accent="#08211E",
    accent_on_text="#0B615A",
    warning="#F59E0B",
    warning_ground="#38290F",
    danger="#F97066",
    danger_ground="#3F1D1B",
    on_danger="#2A0705",
    hover="#262A2F",
    track="#32373E",
    scrim="#8C000000",
    shadow="#2E000000",
)

# Stored name → (on light, on dark); each at least 3:1 against the panel it stands on.
_HUES: dict[str, tuple[str, str]] = {
    "blue": ("#3B82F6", "#3B82F6"),
    "violet": ("#8B5CF6", "#8B5CF6"),
    "pink": ("#E03E90", "#EC4899"),
    "red": ("#E5403F", "#EF4444"),
    "orange": ("#E2570C", "#FB7A2D"),
    "amber": ("#CE7C06", "#F59E0B"),
    "rose": ("#E11D48", "#FB7185"),
    "lime": ("#62980D", "#A3E635"),
    "green": ("#178F43", "#4ADE80"),
    "emerald": ("#0B9A6C", "#10B981"),
    "teal": ("#0D9488", "#2DD4BF"),
    "cyan": ("#0891B2", "#22D3EE"),
    "sky": ("#0284C7", "#38BDF8"),
    "indigo": ("#4F46E5", "#818CF8"),
    "purple": ("#A21CAF", "#D878E4"),
    "slate": ("#64748B", "#7C8CA3"),
}

_current = LIGHT


def current() -> Tokens:
    """Return the tokens in force."""
    return _current


def use(tokens: Tokens) -> None:
    """Put tokens in force; the switch in ``appearance`` repaints what stands."""
    global _current
    _current = tokens


def project_colors() -> dict[str, str]:
    """Return the stored names of the sixteen project colours and how each looks now."""
    place = int(_current.is_dark)
    return {name: pair[place] for name, pair in _HUES.items()}


def project_color(stored: str | None) -> str:
    """Return the colour to paint: of a stored name, of a ``#rrggbb`` from elsewhere, or a calm grey for none."""
    pair = _HUES.get((stored or "").lower())
    if pair is not None:
        return pair[int(_current.is_dark)]
    return stored if stored and _is_hex(stored) else _HUES["slate"][int(_current.is_dark)]


def luminance(color: str) -> float:
    """Return the relative luminance of ``#rrggbb`` as WCAG 2 defines it."""
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _is_hex(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
