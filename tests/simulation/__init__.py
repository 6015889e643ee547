"""Whole worlds of devices and a server, played from a seed, with everything that may go wrong."""
