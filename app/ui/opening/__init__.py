"""When the store does not open: what happened, what is safe, and the ways out."""
