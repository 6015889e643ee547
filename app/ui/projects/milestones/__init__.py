"""All milestones on a page, by dates, project, group and status."""
