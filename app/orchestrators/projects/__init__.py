"""Projects: create, change, close, delete, and their figures."""
