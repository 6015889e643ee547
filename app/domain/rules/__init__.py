"""The rules of the workspace: pure functions that answer with problems."""
