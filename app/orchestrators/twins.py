"""Merging twins: groups, clients and tags that two devices made under one name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.entities.projects import Client, Group, Tag
from app.domain.errors import RuleBroken
from app.domain.ids import ClientId, GroupId, TagId
from app.orchestrators.locks import Locks
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork


def merge_into(work: UnitOfWork, twin: Group | Client | Tag, target: Group | Client | Tag) -> int:
    """Let everything of ``twin`` belong to ``target`` and delete ``twin``; returns how many things moved.

    Raises:
        RuleBroken: both are the same thing, or not alike, or an entry of a tag is locked.
    """
    if twin.id == target.id or type(twin) is not type(target):
        raise RuleBroken("Only two different things of one kind can be merged.", id=twin.id)
    if isinstance(twin, Group):
        return _merge_groups(work, twin, target)
    return _merge_clients(work, twin, target) if isinstance(twin, Client) else _merge_tags(work, twin, target)


def _merge_groups(work: UnitOfWork, twin: Group, target: Group | Client | Tag) -> int:
    moved = [replace(p, group=GroupId(target.id)) for p in work.projects.all() if p.group == twin.id]
    work.projects.save_all(moved)
    work.groups.delete(twin.id)
    return len(moved)


def _merge_clients(work: UnitOfWork, twin: Client, target: Group | Client | Tag) -> int:
    client = ClientId(target.id)
    moved = [replace(p, client=client) for p in work.projects.all() if p.client == twin.id]
    work.projects.save_all(moved)
    work.rates.save_all(replace(rate, client=client) for rate in work.rates.all() if rate.client == twin.id)
    work.clients.delete(twin.id)
    return len(moved)


def _merge_tags(work: UnitOfWork, twin: Tag, target: Group | Client | Tag) -> int:
    old, new = {TagId(twin.id)}, {TagId(target.id)}
    entries = work.time_entries.select(EntryFilter(tags_any=(twin.id,)))
    Locks(work).require_all_open(entries)
    work.time_entries.save_all(replace(entry, tags=entry.tags - old | new) for entry in entries)
    work.favorites.save_all(replace(f, tags=f.tags - old | new) for f in work.favorites.all() if twin.id in f.tags)
    work.tags.delete(twin.id)
    return len(entries)
