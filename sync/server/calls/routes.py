"""All calls but those that carry changes, with their full addresses."""

from sync.server.calls import accounts, export, operations, workspaces

routers = [accounts.router, workspaces.router, export.router, operations.router]
