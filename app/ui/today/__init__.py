"""Today: the week at a glance, and entries by day, edited in place."""
