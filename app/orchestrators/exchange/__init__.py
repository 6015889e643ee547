"""Everything in and out."""
