"""Review: one place for everything that wants a decision."""
