"""Groups: shelves for projects."""
