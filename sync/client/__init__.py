"""The rounds that carry changes to a server and back (the network part is not built yet)."""
