"""Milestones: dated shares of a project."""
