"""Keeping devices equal: linking a server, what waits, whether copies are the same, and what a person has to know."""
