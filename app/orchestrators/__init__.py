"""What a person can do. Each workflow: load, decide, save, report."""
