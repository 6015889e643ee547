"""The window: shows state, forwards intent, decides nothing."""
