"""Trash: what was deleted in the last 30 days, each with one click back."""
