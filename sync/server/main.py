"""Where uvicorn finds the server: ``uvicorn --factory sync.server.main:app_factory``."""

import gc
import os

from fastapi import FastAPI

from sync.server.app import create_app
from sync.server.migrations import upgrade
from sync.server.settings import load


def app_factory() -> FastAPI:
    """Bring the database up to date and return the application, as the environment says."""
    settings = load(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings)
    app = create_app(settings)
    _collect_seldom()
    return app


def _collect_seldom() -> None:
    # A push makes thousands of objects that live until it is answered, none of them in a circle. Looking through all
    # of them and through everything that was imported, again and again, took a third of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
