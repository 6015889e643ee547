"""Rates: what an hour costs, from when on."""
