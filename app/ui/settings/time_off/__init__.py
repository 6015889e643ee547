"""Settings › Time off: the days off of a year, and the public holidays of where one lives."""
