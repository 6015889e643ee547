"""Review: one place for all that wants a decision."""
