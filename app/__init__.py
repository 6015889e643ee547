"""Stintbook, the desktop application: tracks project time offline and forecasts the rest."""
