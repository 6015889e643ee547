"""The server that orders changes (not built yet)."""
