"""What Stintbook knows about itself: versions, timings, caches, the database; to read and to copy."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from app.ui.settings.section import Section


class AboutSection(Section):
    """Figures are loaded when the section is seen; nothing is ever sent anywhere."""

    load_wanted = Signal()

    def build(self) -> None:
        """Make the controls."""
        card = self.card(self.tr("About"))
        self.version = QLabel("–")
        self.version.setObjectName("rowAbout")
        card.add(self.tr("Stintbook"), self.tr("Free software under the Apache License 2.0"), self.version)
        self._figures = self.card(self.tr("Diagnostics"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setStyleSheet("border: 0; background: transparent; padding: 10px 12px; font-size: 12px;")
        self._text.setAccessibleName(self.tr("Diagnostics as text"))
        self._text.setTabChangesFocus(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setMinimumHeight(260)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._figures.add(
            self.tr("How it runs here"),
            self.tr("Timings since the start, cache hits, figures of the database. Stays on this device."),
            *self._build_buttons(),
        )
        self._figures.add_widget(self._text)
        self._text.setContentsMargins(12, 8, 12, 12)

    def _build_buttons(self) -> tuple[QPushButton, QPushButton]:
        self.refresh = QPushButton(self.tr("Refresh"))
        self.refresh.clicked.connect(self.load_wanted)
        self.copy = QPushButton(self.tr("Copy as text"))
        self.copy.clicked.connect(self._copy)
        return self.refresh, self.copy

    @property
    def text(self) -> str:
        """Return what is shown and copied."""
        return self._text.toPlainText()

    def show_figures(self, figures: Mapping[str, Any]) -> None:
        """Show the diagnostics, whatever they hold."""
        versions = figures.get("versions")
        if isinstance(versions, Mapping):
            self.version.setText(str(versions.get("stintbook") or versions.get("app") or "–"))
        elif "version" in figures:
            self.version.setText(str(figures["version"]))
        self._text.setPlainText("\n".join(as_text(figures)))

    def activate(self) -> None:
        """Load the figures."""
        self.load_wanted.emit()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text)
        self.copy.setText(self.tr("Copied"))


def as_text(figures: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Return nested figures as indented lines; a list of equal records becomes a table."""
    indent = "  " * depth
    lines: list[str] = []
    for key, value in figures.items():
        name = str(key).replace("_", " ")
        if isinstance(value, Mapping) and _is_table(value):
            lines += [f"{indent}{name}", *_table(value, indent + "  ")]
        elif isinstance(value, Mapping):
            lines += [f"{indent}{name}", *as_text(value, depth + 1)]
        else:
            lines.append(f"{indent}{name}: {_figure(value)}")
    return lines


def _is_table(value: Mapping[str, Any]) -> bool:
    rows = list(value.values())
    return len(rows) > 1 and all(isinstance(row, Mapping) and row.keys() == rows[0].keys() for row in rows)


def _table(value: Mapping[str, Any], indent: str) -> list[str]:
    columns = list(next(iter(value.values())))
    cells = [["", *columns]] + [
        [str(name), *(_figure(row[column]) for column in columns)] for name, row in value.items()
    ]
    widths = [max(len(row[place]) for row in cells) for place in range(len(cells[0]))]
    return [
        indent
        + row[0].ljust(widths[0])
        + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in cells
    ]


def _figure(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
