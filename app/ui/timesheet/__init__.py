"""The Timesheet page: a week of projects and tasks to type times into."""
