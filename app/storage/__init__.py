"""The only room that knows SQL: one SQLite file that never loses an hour."""
