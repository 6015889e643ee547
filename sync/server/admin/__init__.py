"""What an operator does: set up, run, look after."""
