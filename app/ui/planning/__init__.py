"""Planned events: the form that adds and edits them, and how they repeat, in words."""
