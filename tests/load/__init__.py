"""A load generator: many devices of many workspaces against a real server."""
