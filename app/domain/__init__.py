"""The nouns and rules of time tracking: pure values and pure functions, no I/O, no clock, no Qt."""
