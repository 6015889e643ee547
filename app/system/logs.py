"""The log file: what was done and what went wrong, never what was worked on, and no secrets."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SIZE = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def log_to(path: Path) -> logging.Handler | None:
    """Send our records to a rotating file; return the handler, or None where the file cannot be written."""
    handler = open_log(path)
    if handler is None:
        return None
    for room in ("app", "sync"):
        logging.getLogger(room).addHandler(handler)
        logging.getLogger(room).setLevel(logging.INFO)
    return handler


def open_log(path: Path) -> logging.Handler | None:
    """Return a handler that writes to a rotating file, or None where the file cannot be written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_SIZE, backupCount=3, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler
