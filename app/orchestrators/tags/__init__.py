"""Tags: words that mark entries."""
