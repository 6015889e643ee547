"""Connecting: which server, and who. What is wrong is said at the field it is about."""

import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.problems import Problem, Severity
from app.ui.settings.busy_row import BusyRow
from app.ui.widgets import painting
from app.ui.widgets.field import Field

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.orchestrators.sync.values import LinkRequest

# At which field a reason is said; all others are said under the form.
_AT_SERVER = ("untrusted", "not_a_server", "offline", "server_fault", "nonsense", "upgrade")
_AT_SECRET = ("sign_in",)


class ConnectForm(QFrame):
    """Asks for a server and for a password, or for a code that another device shows."""

    link_wanted = Signal(object)
    """A LinkRequest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.server = self._line(self.tr("https://sync.example.com"))
        self.email = self._line(self.tr("you@example.com"))
        self.password = self._line("")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.code = self._line("ABCD-EFGH-JKLM")
        self.name = self._line("")
        self.name.setText(socket.gethostname().split(".")[0])
        self.fields = {
            "server": Field(self.tr("Server"), self.server, hint=self.tr("Its address, as its operator gave it to you")),
            "email": Field(self.tr("Email"), self.email),
            "password": Field(self.tr("Password"), self.password),
            "code": Field(
                self.tr("Pairing code"), self.code,
                hint=self.tr("On a connected device: Sync and devices › Pair another device"),
            ),
            "name": Field(self.tr("Name of this device"), self.name, hint=self.tr("How your other devices call it")),
        }  # fmt: skip
        self.busy = BusyRow()
        self.connect_button = QPushButton(self.tr("Connect"))
        self.connect_button.setObjectName("primaryButton")
        self.connect_button.clicked.connect(self.submit)
        self._lay_out()
        self._use_code(is_code=False)

    def _line(self, placeholder: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(placeholder)
        line.returnPressed.connect(self.submit)
        return line

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(12)
        title = QLabel(self.tr("Connect a server"))
        title.setObjectName("panelTitle")
        column.addWidget(title)
        column.addWidget(self.fields["server"])
        column.addLayout(self._ways())
        for name in ("email", "password", "code", "name"):
            column.addWidget(self.fields[name])
        column.addWidget(self.busy)
        row = QHBoxLayout()
        row.addWidget(self.connect_button)
        row.addStretch(1)
        column.addLayout(row)

    def _ways(self) -> QHBoxLayout:
        self.by_password = QPushButton(self.tr("Password"))
        self.by_code = QPushButton(self.tr("Pairing code"))
        self._way = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.by_password, self.by_code):
            button.setObjectName("way")
            button.setCheckable(True)
            self._way.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.by_password.setChecked(True)
        self.by_code.toggled.connect(lambda is_code: self._use_code(is_code=is_code))
        return row

    def _use_code(self, *, is_code: bool) -> None:
        for name in ("email", "password"):
            self.fields[name].setVisible(not is_code)
        self.fields["code"].setVisible(is_code)

    def ask_again(self, server: str, email: str) -> None:
        """Fill in what is known: only the password has to be given again."""
        self.server.setText(server)
        self.email.setText(email)

    def submit(self) -> None:
        """Say what was asked for, once everything is there."""
        if not self.connect_button.isEnabled():
            return
        self._clear()
        wanted = ("server", "code") if self.by_code.isChecked() else ("server", "email", "password")
        lines = {"server": self.server, "email": self.email, "password": self.password, "code": self.code}
        missing = [name for name in wanted if not lines[name].text().strip()]
        for name in missing:
            self._say_at(name, self.tr("This is needed."))
        if missing:
            lines[missing[0]].setFocus()
            return
        self.link_wanted.emit(self._request())

    def _request(self) -> "LinkRequest":
        from app.orchestrators.sync.values import LinkRequest

        is_code = self.by_code.isChecked()
        return LinkRequest(
            server=self.server.text().strip(),
            email="" if is_code else self.email.text().strip(),
            password="" if is_code else self.password.text(),
            code=self.code.text().strip() if is_code else "",
            device_name=self.name.text().strip(),
        )

    def begin(self) -> None:
        """Show that it is being tried."""
        self._set_enabled(is_enabled=False)
        self.busy.begin(self.tr("Connecting: signing in, making a backup of everything here…"), can_stop=False)

    def end(self) -> None:
        """Nothing is tried any more."""
        self._set_enabled(is_enabled=True)
        self.busy.say("")

    def show_failure(self, sentence: str, reason: str) -> None:
        """Say why it came to nothing, at the field it is about."""
        self.end()
        if reason in _AT_SERVER:
            self._say_at("server", sentence)
            self.server.setFocus()
        elif reason in _AT_SECRET:
            name = "code" if self.by_code.isChecked() else "password"
            self._say_at(name, sentence)
            self.fields[name].control.setFocus()
        else:
            self.busy.say(sentence, "problem")

    def _say_at(self, name: str, sentence: str) -> None:
        self.fields[name].show_problem(Problem(code="connect", message=sentence, field=name, severity=Severity.ERROR))

    def _clear(self) -> None:
        for field in self.fields.values():
            field.clear()
        self.busy.say("")

    def _set_enabled(self, *, is_enabled: bool) -> None:
        for control in (self.server, self.email, self.password, self.code, self.name, self.by_password, self.by_code):
            control.setEnabled(is_enabled)
        self.connect_button.setEnabled(is_enabled)

    def paintEvent(self, _event: "QPaintEvent") -> None:
        """Paint the card it is."""
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())
