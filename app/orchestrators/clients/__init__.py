"""Clients: whom work is done for."""
