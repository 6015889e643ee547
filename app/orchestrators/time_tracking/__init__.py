"""Tracking time: timers, entries, and what the window shows of them."""
