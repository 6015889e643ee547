"""Importing: choose a file, see what would happen, answer what must be asked, do it, undo it."""
