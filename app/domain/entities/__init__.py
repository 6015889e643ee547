"""Every noun of the workspace, one module a family.

Entities are frozen, slotted dataclasses: a quick command or the first paint must not wait for a
validation library. Data from outside is checked where it enters (app/decisions/0001).
"""
