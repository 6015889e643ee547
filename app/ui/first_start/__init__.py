"""First start: one field, an example, and quiet ways in."""
