"""Backups, checks, diagnostics."""
