"""What the Trash page asks of the workflows, made into lines."""

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.entities.base import Kind
from app.ui import formats
from app.ui.trash.trash_list import TrashLine
from app.ui.widgets import dates

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.storage.history import TrashedAction

KEPT_DAYS = 30
_DAY = 86_400


def load(ctx: "Context") -> list[TrashLine]:
    """Return what can be restored, newest first."""
    from app.orchestrators.history.history import list_trash

    formats.follow(ctx)
    now = ctx.now()
    return [_line(item, now, ctx.zone) for item in list_trash(ctx)]


def restore(ctx: "Context", *, key: object) -> Any:
    """Bring back whole what one action deleted."""
    from app.orchestrators.history.history import restore_from_trash

    return restore_from_trash(ctx, cast("int", key))


def _line(item: "TrashedAction", now: int, zone: str) -> TrashLine:
    left = max(0, KEPT_DAYS - (now - item.action.at) // _DAY)
    names = [name for name in item.names if name]
    counted = ", ".join(_counted(kind, count) for kind, count in item.counts.items())
    return TrashLine(
        key=item.action.number,
        title=item.action.subject or ", ".join(names[:3]) or counted,
        detail=counted,
        when=dates.moment(item.action.at, zone),
        kept=_tr("1 day left") if left == 1 else _tr("{count} days left").format(count=left),
    )


def _counted(kind: Kind, count: int) -> str:
    one, many = _KINDS.get(kind, ("1 item", "{count} items"))
    return _tr(one) if count == 1 else _tr(many).format(count=QLocale().toString(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Trash", text)


_KINDS = {
    Kind.TIME_ENTRY: ("1 entry", "{count} entries"),
    Kind.PROJECT: ("1 project", "{count} projects"),
    Kind.GROUP: ("1 group", "{count} groups"),
    Kind.CLIENT: ("1 client", "{count} clients"),
    Kind.MILESTONE: ("1 milestone", "{count} milestones"),
    Kind.TASK: ("1 task", "{count} tasks"),
    Kind.TAG: ("1 tag", "{count} tags"),
    Kind.TIME_OFF: ("1 time off", "{count} times off"),
}
