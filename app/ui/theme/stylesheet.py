"""The one style sheet, made from the tokens. Controls are addressed by class and object name."""

from app.system.resources import resource
from app.ui.theme.tokens import RADIUS, RADIUS_SMALL, TYPE_BODY, TYPE_SMALL, TYPE_TITLE, Tokens


def stylesheet(tokens: Tokens) -> str:
    """Return the style sheet of an appearance."""
    return "".join(part(tokens) for part in (_text, _surfaces, _buttons, _checks, _fields, _bars, _frame))


def _text(t: Tokens) -> str:
    return f"""
QWidget {{ font-size: {TYPE_BODY:g}px; color: {t.text}; }}
QLabel {{ background: transparent; }}
QLabel#pageTitle {{ font-size: {TYPE_TITLE:g}px; font-weight: 700; }}
QLabel#panelTitle {{ font-size: 15px; font-weight: 700; }}
QLabel#cardHeading, QLabel#emptyTitle {{ font-size: 13px; font-weight: 600; }}
QLabel#emptyTitle {{ font-size: 15px; }}
QLabel#fieldLabel, QLabel#rowAbout, QLabel#emptyLine, QLabel#quiet {{ color: {t.dim}; font-size: 12px; }}
QLabel#pairingCode {{ font-size: 24px; font-weight: 700; letter-spacing: 3px; padding: 6px 16px; border-radius: 8px;
  background: {t.accent_ground}; color: {t.text}; }}
QLabel#differing {{ font-weight: 600; }}
QLabel#differsMark {{ color: {t.warning}; font-size: {TYPE_SMALL:g}px; }}
QLabel#leftLine {{ color: {t.dim}; font-size: 12px; }}
QLabel[tone="hint"] {{ color: {t.dim}; font-size: 12px; }}
QLabel[tone="good"] {{ color: {t.accent}; font-size: 12px; }}
QLabel[tone="problem"] {{ color: {t.danger}; font-size: 12px; }}
QLabel[tone="warning"] {{ color: {t.warning}; font-size: 12px; }}
QLabel#countChip, QLabel#keyCap {{ background: {t.hover}; border: 1px solid {t.line}; border-radius: 6px;
  padding: 1px 7px; font-size: {TYPE_SMALL:g}px; }}
QToolTip {{ background: {t.text}; color: {t.panel}; border: 0; padding: 4px 8px; font-size: 12px; }}
"""


def _buttons(t: Tokens) -> str:
    return f"""
QPushButton, QToolButton {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: {RADIUS_SMALL}px;
  padding: 5px 12px; min-height: 18px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {t.line}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {t.accent}; outline: 0; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.faint}; background: {t.window}; }}
QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: url("{_caret(t)}"); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 9px; }}
QPushButton#menuButton {{ padding: 5px 28px 5px 12px; }}
QPushButton#menuButton[narrows="true"] {{ background: {t.accent_ground}; border-color: {t.accent_ground};
  color: {t.accent}; font-weight: 600; }}
QPushButton#primaryButton {{ background: {t.accent}; border-color: {t.accent}; color: {t.on_accent}; font-weight: 600; }}
QPushButton#primaryButton:hover {{ background: {_mix(t.accent, t.text, 0.12)}; }}
QPushButton#primaryButton:focus {{ border: 2px solid {t.text}; padding: 4px 11px; }}
QPushButton#primaryButton:disabled {{ background: {t.track}; border-color: {t.track}; color: {t.dim}; }}
QPushButton#softButton {{ background: {t.accent_ground}; border-color: {t.accent_ground}; color: {t.accent};
  font-weight: 600; }}
QPushButton#softButton:focus {{ border-color: {t.accent}; }}
QPushButton#dangerButton {{ background: {t.danger_ground}; border-color: {t.danger_ground}; color: {t.danger};
  font-weight: 600; }}
QPushButton#quietButton, QToolButton#quietButton {{ background: transparent; border-color: transparent;
  color: {t.dim}; }}
QPushButton#quietButton:hover, QToolButton#quietButton:hover {{ background: {t.hover}; color: {t.text}; }}
QPushButton#quietButton:focus, QToolButton#quietButton:focus {{ border-color: {t.accent}; color: {t.text}; }}
QPushButton#linkButton {{ background: transparent; border-color: transparent; color: {t.accent}; font-weight: 600; }}
QPushButton#linkButton:hover {{ background: {t.accent_ground}; }}
QPushButton#linkButton:focus {{ border-color: {t.accent}; }}
QPushButton#way {{ background: transparent; color: {t.dim}; }}
QPushButton#way:checked {{ background: {t.accent_ground}; border-color: {t.accent_ground}; color: {t.accent}; }}
QPushButton#way:focus {{ border-color: {t.accent}; }}
QPushButton#dayToggle {{ padding: 5px 2px; color: {t.dim}; }}
QPushButton#dayToggle:checked {{ background: {t.accent_ground}; border-color: {t.accent_ground}; color: {t.accent};
  font-weight: 600; }}
QPushButton#dayToggle:focus {{ border-color: {t.accent}; }}
QPushButton#segment {{ border-radius: 0; border: 0; background: transparent; color: {t.dim}; padding: 5px 12px; }}
QPushButton#segment:checked {{ background: {t.accent_ground}; color: {t.accent}; font-weight: 600; }}
QPushButton#segment:focus {{ color: {t.text}; text-decoration: underline; }}
"""


def _checks(t: Tokens) -> str:
    dot = f"qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, stop:0 {t.accent}, stop:0.52 {t.accent},"
    return f"""
QCheckBox, QRadioButton {{ spacing: 8px; background: transparent; padding: 2px; border: 1px solid transparent;
  border-radius: 6px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {t.accent}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.dim}; }}
QCheckBox::indicator, QMenu::indicator {{ width: 16px; height: 16px; }}
QCheckBox::indicator {{ border: 1px solid {t.dim}; border-radius: 4px; background: {t.panel}; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{_tick(t)}"); }}
QRadioButton::indicator {{ width: 16px; height: 16px; border: 1px solid {t.dim}; border-radius: 9px;
  background: {t.panel}; }}
QRadioButton::indicator:checked {{ border-color: {t.accent}; background: {dot} stop:0.58 {t.panel}, stop:1 {t.panel}); }}
QRadioButton::indicator:disabled, QCheckBox::indicator:disabled {{ border-color: {t.line}; }}
QMenu::indicator {{ margin-left: 8px; }}
QMenu::indicator:checked {{ image: url("{_mark(t)}"); }}
QMenu::indicator:unchecked {{ image: none; }}
"""


def _fields(t: Tokens) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{ background: {t.panel}; border: 1px solid {t.line};
  border-radius: {RADIUS_SMALL}px; padding: 5px 9px; min-height: 18px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit:hover, QComboBox:hover {{ border-color: {t.faint}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border: 1px solid {t.accent}; }}
QLineEdit[tone="problem"], QComboBox[tone="problem"] {{ border-color: {t.danger}; }}
QLineEdit[tone="warning"], QComboBox[tone="warning"] {{ border-color: {t.warning}; }}
QLineEdit#cellEditor {{ border-radius: 6px; padding: 2px 6px; min-height: 0; border-color: {t.accent}; }}
QLineEdit#cellEditor[tone="problem"] {{ border-color: {t.danger}; }}
QLineEdit#entryField {{ border: 0; background: transparent; padding: 0; font-size: 15px; }}
QLineEdit > QToolButton {{ background: transparent; border: 0; border-radius: 4px; padding: 0; min-height: 0; }}
QLineEdit > QToolButton:hover {{ background: {t.hover}; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {t.dim}; background: {t.window}; }}
QComboBox {{ padding-right: 26px; }}
QComboBox::drop-down {{ border: 0; width: 24px; }}
QComboBox::down-arrow {{ image: url("{_caret(t)}"); width: 12px; height: 12px; }}
QComboBoxPrivateContainer {{ background: {t.panel}; border: 1px solid {t.line}; }}
QComboBox QAbstractItemView {{ background: {t.panel}; border: 0; outline: 0; padding: 4px; selection-background-color: {t.accent_ground}; selection-color: {t.text}; }}
QComboBox QAbstractItemView::item {{ min-height: 26px; padding: 2px 8px; border-radius: 6px; }}
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {{ background: {t.accent_ground};
  color: {t.text}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: 0; }}
"""


def _surfaces(t: Tokens) -> str:
    return f"""
QMainWindow, QDialog, QStackedWidget {{ background: {t.window}; }}
QScrollArea, QAbstractScrollArea {{ background: transparent; border: 0; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollArea#readScroll:focus {{ border: 1px solid {t.accent}; border-radius: {RADIUS}px; }}
QFrame#card {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: {RADIUS}px; }}
QMenu {{ menu-scrollable: 1; background: {t.panel}; border: 1px solid {t.line}; padding: 5px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 6px; background: transparent; }}
QMenu::right-arrow {{ image: url("{_arrow(t)}"); width: 12px; height: 12px; right: 8px; }}
QMenu::item:selected {{ background: {t.accent_ground}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.faint}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QAbstractItemView {{ outline: 0; selection-background-color: {t.accent_ground}; selection-color: {t.text}; }}
QHeaderView::section {{ background: {t.panel}; border: 0; border-bottom: 1px solid {t.line}; padding: 6px 10px;
  color: {t.dim}; font-size: 12px; }}
QTableView {{ alternate-background-color: {t.panel}; gridline-color: {t.line}; }}
QTableView#linesTable::item {{ padding: 2px 10px; }}
QTableCornerButton::section {{ background: {t.panel}; border: 0; }}
QCalendarWidget {{ background: {t.panel}; border: 1px solid {t.line}; }}
QCalendarWidget QWidget {{ alternate-background-color: {t.panel}; background: {t.panel}; }}
QCalendarWidget QToolButton {{ border: 0; min-height: 22px; padding: 4px 8px; font-weight: 600; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QSpinBox {{ padding: 2px 4px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.panel}; border-bottom: 1px solid {t.line}; }}
QCalendarWidget QAbstractItemView {{ background: {t.panel}; selection-background-color: {t.accent};
  selection-color: {t.on_accent}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {t.faint}; }}
QTabBar::tab {{ border: 0; padding: 6px 12px; color: {t.dim}; }}
QTabBar::tab:selected {{ color: {t.accent}; border-bottom: 2px solid {t.accent}; }}
"""


def _bars(t: Tokens) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {_mix(t.line, t.faint, 0.45)}; border-radius: 3px; margin: 2px; min-height: 32px;
  min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {t.track}; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
QSplitter::handle {{ background: transparent; }}
"""


def _frame(t: Tokens) -> str:
    return f"""
QWidget#rail {{ background: {t.rail}; border-right: 1px solid {t.line}; }}
QWidget#statusLine {{ background: {t.window}; border-top: 1px solid {t.line}; }}
QWidget#statusLine QLabel {{ color: {t.dim}; font-size: 12px; }}
QPushButton#syncState {{ background: transparent; border: 0; padding: 2px 4px; color: {t.dim}; font-size: 12px; }}
QPushButton#syncState:hover {{ color: {t.text}; }}
QPushButton#syncState:focus {{ color: {t.text}; border: 1px solid {t.accent}; padding: 1px 3px; border-radius: 6px; }}
QPushButton#syncState[tone="attention"] {{ color: {t.warning}; font-weight: 600; }}
"""


def _caret(t: Tokens) -> str:
    return resource(f"icons/caret-{t.name}.png")


def _tick(t: Tokens) -> str:
    return resource(f"icons/tick-{t.name}.png")


def _mark(t: Tokens) -> str:
    return resource(f"icons/mark-{t.name}.png")


def _arrow(t: Tokens) -> str:
    return resource(f"icons/arrow-{t.name}.png")


def _mix(one: str, other: str, share: float) -> str:
    """Return ``one`` with a share of ``other`` in it."""
    pairs = ((int(one[place : place + 2], 16), int(other[place : place + 2], 16)) for place in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
