"""The Calendar page: what was tracked, what is planned and what is estimated, by day and hour."""
