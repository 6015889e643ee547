"""Tasks: pieces of a project's work."""
