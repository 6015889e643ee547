"""All calls but those that carry changes, with their full addresses."""

from sync.server import routes_accounts, routes_export, routes_operations, routes_workspaces

routers = [routes_accounts.router, routes_workspaces.router, routes_export.router, routes_operations.router]
