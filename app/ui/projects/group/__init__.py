"""A group's page: its projects together, by dates."""
