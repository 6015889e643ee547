"""A project's head: the way back, its name and standing, edit and the menu."""

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.entities.projects import ProjectStatus
from app.ui.projects import words
from app.ui.projects.detail.lines import ProjectView
from app.ui.projects.lines import ProjectLine
from app.ui.projects.opened.head import OpenedHead
from app.ui.projects.tree_delegate import risk_color
from app.ui.widgets import dates, painting
from app.ui.widgets.icon_button import IconButton


class Standing(QWidget):
    """The risk's mark and word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: ProjectLine | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_line(self, line: ProjectLine) -> None:
        """Show how a project stands."""
        self._line = line
        self.setAccessibleName(words.risk(line.risk))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        text = words.risk(self._line.risk) if self._line else ""
        return QSize(self.fontMetrics().horizontalAdvance(text) + 26, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint mark and word."""
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = risk_color(self._line.risk)
        painting.risk_mark(painter, QRect(4, 8, 13, 13), self._line.risk.value, color)
        painter.setFont(painting.font(self.font(), 13))
        painting.text(painter, self.rect().adjusted(24, 0, 0, 0), words.risk(self._line.risk), color)


class ProjectHeader(OpenedHead):
    """Forwards back, edit and menu."""

    edit_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = IconButton("edit", self.tr("Edit project"), self.tr("Edit"))
        self.edit.clicked.connect(self.edit_wanted)
        self.more = IconButton("more", self.tr("More actions"))
        self.more.clicked.connect(lambda: self.menu_wanted.emit(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        self._standing = Standing()
        self.tools.addWidget(self.edit)
        self.tools.addWidget(self.more)
        self.title.addWidget(self._standing)

    def show_view(self, view: ProjectView) -> None:
        """Show name, standing, and the quiet line under them."""
        self.name.show_name(view.line.name, view.line.color or "slate")
        self._standing.show_line(view.line)
        project = view.project
        ends = [dates.full_day(day) if day else "…" for day in (project.start_date, project.due_date)]
        span = " – ".join(ends) if project.start_date or project.due_date else ""
        shown_status = "" if project.status is ProjectStatus.ACTIVE else words.status(project.status)
        parts = [view.group_name, view.line.client_name, project.code, span, shown_status]
        self.say(" · ".join(part for part in parts if part))
