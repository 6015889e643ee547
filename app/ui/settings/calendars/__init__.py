"""Settings › Calendars: the calendars that are read in, where from, and what could not be read of them."""
