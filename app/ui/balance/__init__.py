"""Working hours against work: capacity, tracked, planned and overtime by day, week and month."""
