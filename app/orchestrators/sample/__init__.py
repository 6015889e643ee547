"""A made-up studio's two years of work, to look around in."""
