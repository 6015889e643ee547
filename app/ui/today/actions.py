"""What can be done to the chosen entries and about the marks: each by one workflow, each with an Undo."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.ui import icons
from app.ui.shell import Shell
from app.ui.theme import tokens
from app.ui.today import work
from app.ui.today.editing import Editing
from app.ui.today.lines import EmptyLine, EntryLine, Fix, MarkLine
from app.ui.today.places import Part
from app.ui.today.view import DayListView
from app.ui.today.words import number


class Actions(QObject):
    """Brings intents to the workflows."""

    def __init__(self, shell: Shell, view: DayListView, editing: Editing, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._view, self._editing, self._parent = shell, view, editing, parent
        self._acts: dict[str, Callable[[list[EntryLine]], None]] = {
            "continue": self._continue,
            "split": self._split,
            "duplicate": self._duplicate,
            "delete": self._delete,
            "merge": self._merge,
            "project": self._project,
            "tags": partial(self._edit, part=Part.TAGS),
            "billable": self._flip_billable,
            "description": partial(self._edit, part=Part.DESCRIPTION),
            "start": partial(self._edit, part=Part.START),
            "end": partial(self._edit, part=Part.END),
            "length": partial(self._edit, part=Part.LENGTH),
        }
        view.act_wanted.connect(self.act)
        view.fix_wanted.connect(self.fix)
        view.menu_wanted.connect(self.open_menu)

    def act(self, name: str) -> None:
        """Do something to the chosen entries."""
        lines = self._view.chosen_lines()
        if lines:
            self._acts[name](lines)

    def fix(self, mark: MarkLine | EmptyLine, fix: Fix) -> None:
        """Do what a mark offers."""
        if isinstance(mark, EmptyLine):
            self._run(partial(work.continue_, id=fix.entries[0].id), self.tr("Timer started"))
        elif fix.name == "fill":
            job = partial(work.fill, like=fix.entries[0], since=mark.since, until=mark.until)
            self._run(job, self.tr("Gap filled"))
        elif fix.name == "break":
            self._run(partial(work.put_away, key=mark.key), self.tr("Marked as a break"))
        elif fix.name == "cut":
            self._run(partial(work.cut, id=fix.entries[0].id), self.tr("Overlap cut"))
        else:
            self._run(partial(work.delete, ids=(fix.entries[0].id,)), self.tr("Entry deleted"))

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of the chosen entries."""
        self.menu(self._view.chosen_lines()).popup(at)

    def menu(self, lines: list[EntryLine]) -> QMenu:
        """Return the menu for some entries: what one of them has, or what many have in common."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        single = len(lines) == 1 and lines[0].count == 1
        if len(lines) == 1:
            self._add(menu, "continue", self.tr("Continue"), "play", "C")
            self._add(menu, "description", self.tr("Edit description"), "edit", "F2")
        self._add(menu, "project", self.tr("Set project…"), "folder", "P")
        if len(lines) == 1:
            self._add(menu, "tags", self.tr("Edit tags…"), "tag", "T")
        self._add(menu, "billable", self._billable_words(lines), "money", "B")
        if single:
            menu.addSeparator()
            self._add(menu, "start", self.tr("Edit start"), "clock")
            self._add(menu, "end", self.tr("Edit end"))
            self._add(menu, "length", self.tr("Edit duration"))
        menu.addSeparator()
        if single:
            self._add(menu, "split", self.tr("Split…"), "split", "S")
            self._add(menu, "duplicate", self.tr("Duplicate"), "duplicate", "D")
        else:
            self._add(menu, "merge", self.tr("Merge"), "link", "M")
        self._add(menu, "delete", self.tr("Delete"), "trash", "Del")
        return menu

    def _add(self, menu: QMenu, name: str, words: str, icon: str = "", key: str = "") -> None:
        action = QAction(words, menu)
        if icon:
            action.setIcon(icons.icon(icon, tokens.current().dim))
        if key:
            action.setShortcut(QKeySequence(key))
            # The list itself reads the key; in the menu it is only told.
            action.setShortcutVisibleInContextMenu(True)
        action.setObjectName(name)
        action.triggered.connect(lambda: self.act(name))
        menu.addAction(action)

    def _billable_words(self, lines: list[EntryLine]) -> str:
        return self.tr("Not billable") if all(line.entry.billable for line in lines) else self.tr("Billable")

    def _continue(self, lines: list[EntryLine]) -> None:
        self._run(partial(work.continue_, id=lines[0].entry.id), self.tr("Timer started"))

    def _split(self, lines: list[EntryLine]) -> None:
        if lines[0].count > 1:
            self._view.fold_wanted.emit(lines[0].key, True)  # noqa: FBT003 - a signal has no names
        else:
            self._editing.begin(lines[0], Part.SPLIT)

    def _duplicate(self, lines: list[EntryLine]) -> None:
        self._run(partial(work.duplicate, id=lines[0].entry.id), self.tr("Entry duplicated"))

    def _delete(self, lines: list[EntryLine]) -> None:
        ids = _ids(lines)
        said = self.tr("Entry deleted")
        if len(ids) > 1:
            said = self.tr("{count} entries deleted").format(count=number(len(ids)))
        self._run(partial(work.delete, ids=ids), said)

    def _merge(self, lines: list[EntryLine]) -> None:
        ids = _ids(lines)
        said = self.tr("{count} entries merged").format(count=number(len(ids)))
        self._run(partial(work.merge, ids=ids), said)

    def _project(self, lines: list[EntryLine]) -> None:
        self._editing.pick_project(lines)

    def _flip_billable(self, lines: list[EntryLine]) -> None:
        is_billable = not all(line.entry.billable for line in lines)
        said = self.tr("Billable now") if is_billable else self.tr("Not billable any more")
        self._run(partial(work.edit, ids=_ids(lines), fields={"billable": is_billable}), said)

    def _edit(self, lines: list[EntryLine], *, part: Part) -> None:
        self._editing.begin(lines[0], part)

    def _run(self, job: Callable[..., Any], said: str) -> None:
        self._shell.jobs.submit(
            job, owner=self, on_done=lambda _: self._shell.toast_undoable(said), on_error=self._shell.say_error
        )


def _ids(lines: list[EntryLine]) -> tuple[str, ...]:
    # An unfolded row and its members may both be chosen.
    return tuple(dict.fromkeys(id_ for line in lines for id_ in line.ids))
