"""Sync and devices: linking a server, what waits, who else is there, and what a person has to know."""
