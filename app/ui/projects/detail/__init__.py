"""One project's page: its figures, weeks, milestones, tasks and latest entries."""
