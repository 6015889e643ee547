"""Every noun of the workspace, one module a family.

Entities are frozen, slotted dataclasses: a quick command or the first paint must not wait for a
validation library. Data from outside is checked where it enters:
files by their readers, an export of everything by pydantic models, what a person types by the rules.
"""
