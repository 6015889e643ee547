"""Make or change a group or a client."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.domain.entities.projects import Client, Group
from app.domain.problems import Problem
from app.ui.projects.forms.form import Form
from app.ui.widgets.color_picker import ColorPicker
from app.ui.widgets.value_fields import CurrencyField


class GroupForm(Form):
    """A shelf for projects: a name, a colour, a line about it."""

    def __init__(self, group: Group | None = None, *, color: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._save_label = self.tr("Save changes") if group else self.tr("Create group")
        self._save.setText(self._save_label)
        self._name, self._color, self._about = QLineEdit(), ColorPicker(), QLineEdit()
        self.add("name", self.tr("Name"), self._name)
        self.add("color", self.tr("Color"), self._color)
        self.add("description", self.tr("Description"), self._about)
        self.finish()
        self._color.set_color(color)
        if group is not None:
            self._name.setText(group.name)
            self._color.set_color(group.color)
            self._about.setText(group.description)
        self.setFocusProxy(self._name)

    def values(self) -> Mapping[str, object]:
        """Return the fields of the group."""
        return {"name": self._name.text(), "color": self._color.color, "description": self._about.text().strip()}


class ClientForm(Form):
    """Whom work is done for, and in which currency it is billed."""

    def __init__(self, client: Client | None = None, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._save_label = self.tr("Save changes") if client else self.tr("Create client")
        self._save.setText(self._save_label)
        self._currency = CurrencyField()
        self._lines = {name: QLineEdit() for name in ("name", "email", "phone")} | {"currency": self._currency}
        self._address, self._notes = QPlainTextEdit(), QPlainTextEdit()
        for box in (self._address, self._notes):
            box.setTabChangesFocus(True)
            box.setFixedHeight(76)
        self.add("name", self.tr("Name"), self._lines["name"])
        self.add("email", self.tr("Email"), self._lines["email"])
        self.add("phone", self.tr("Phone"), self._lines["phone"])
        self.add("currency", self.tr("Currency"), self._lines["currency"], hint=self.tr("Three letters, like EUR"))
        self.pair("phone", "currency")
        self.add("address", self.tr("Address"), self._address)
        self.add("notes", self.tr("Notes"), self._notes)
        self.finish()
        if client is not None:
            self._show(client)
        self.setFocusProxy(self._lines["name"])

    def _show(self, client: Client) -> None:
        for name, line in self._lines.items():
            line.setText(getattr(client, name))
        self._address.setPlainText(client.address)
        self._notes.setPlainText(client.notes)

    def own_problems(self) -> list[Problem]:
        """Return what is no currency code."""
        problem = self._currency.problem("currency") if self._currency.text().strip() else None
        return [problem] if problem is not None else []

    def values(self) -> Mapping[str, object]:
        """Return the fields of the client."""
        texts = {name: line.text().strip() for name, line in self._lines.items()}
        return {
            **texts,
            "currency": texts["currency"].upper(),
            "address": self._address.toPlainText(),
            "notes": self._notes.toPlainText(),
        }
