"""Reports whose lines add up."""
