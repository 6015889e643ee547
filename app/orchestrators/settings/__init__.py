"""Settings that follow the person."""
