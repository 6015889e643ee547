"""Planning: events, calendars, forecasts, the span a calendar shows."""
