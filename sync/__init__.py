"""Reconciles copies of any tables: change records, merge, and (later) the rounds that carry them."""
