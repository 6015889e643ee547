"""Undo, redo, the list of actions, the trash."""
