"""What a server's answer must be before any of it is applied: a server may be broken, restored or lying."""

from collections.abc import Sequence
from itertools import pairwise

from sync.client.failures import Diverged, Nonsense
from sync.engine.lineage import along
from sync.protocol.change import MAX_GROUP, Change
from sync.protocol.messages import Cursor, ObjectPage, Page, PushAnswer


def checked_page(history: str, cursor: Cursor, page: Page, limit: int) -> Cursor:
    """Return the cursor after a page of the log.

    Raises:
        Nonsense: places that are not consecutive, groups torn apart, more than was asked for, nothing where there is
            more; or a wrong chain from the very beginning.
        Diverged: the page does not continue what was read.
    """
    changes = page.changes
    if page.next != cursor.seq + len(changes) or page.head < page.next:
        raise Nonsense(f"the page after {cursor.seq} has {len(changes)} changes up to {page.next} of {page.head}")
    if len(changes) > max(limit, MAX_GROUP):
        raise Nonsense(f"{len(changes)} changes where {limit} were asked for")
    if not changes and page.head > cursor.seq:
        raise Nonsense(f"nothing after {cursor.seq} of {page.head}")
    _check_groups(changes)
    _check_chain(history, cursor, page)
    return Cursor(history, page.next, page.chain)


def checked_answer(sent: Sequence[Change], answer: PushAnswer) -> None:
    """Make sure that a push was answered change by change.

    Raises:
        Nonsense: a change without an answer or with two, or an answer about something else.
    """
    taken = {version for version, _ in answer.acks}
    refused = answer.refused.keys()
    if taken & refused or taken | refused != {change.version for change in sent}:
        raise Nonsense("the answer to a push is not about what was pushed")
    if any(not 0 < seq <= answer.head for _, seq in answer.acks):
        raise Nonsense("a change was taken at a place the log does not have")


def checked_objects(history: str, at: Cursor | None, after: str | None, page: ObjectPage, limit: int) -> ObjectPage:
    """Return a page of a snapshot when it goes on where the one before ended.

    Raises:
        Nonsense: more than was asked for, out of order, or no step forward.
        Diverged: it is of another history.
    """
    if page.at.history != history or (at is not None and page.at != at):
        raise Diverged(page.at.history, "the snapshot is of another history")
    keys = [(one.kind, one.entity) for one in page.objects]
    if len(keys) > limit or any(one >= other for one, other in pairwise(keys)):
        raise Nonsense("a page of a snapshot is out of order")
    if page.after is not None and (not keys or page.after == after):
        raise Nonsense("a snapshot that does not go on")
    return page


def _check_groups(changes: Sequence[Change]) -> None:
    """Make sure that a page begins and ends on the borders of groups."""
    at = 0
    while at < len(changes):
        group = changes[at : at + changes[at].group_size]
        names = {(change.group, change.group_size) for change in group}
        if len(names) > 1 or len(group) < changes[at].group_size:
            raise Nonsense("a page tears a group apart")
        at += len(group)


def _check_chain(history: str, cursor: Cursor, page: Page) -> None:
    """Make sure that a page continues the log that was read: the chain is recomputed, not believed."""
    if along(cursor.chain, page.changes) == page.chain:
        return
    if cursor.seq == 0:
        raise Nonsense("a wrong chain from the beginning of the log")
    raise Diverged(history, f"the page after {cursor.seq} does not continue what was read")
