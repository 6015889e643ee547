"""The log of a scope: what is taken in, in which order, and read again."""
