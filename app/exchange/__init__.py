"""Other people's formats: bytes in, neutral records out. A format is one module with a ``FORMATS`` tuple in it."""
