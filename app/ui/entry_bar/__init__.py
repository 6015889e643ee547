"""The entry bar: one line to start, add and change work, on top of every page."""
