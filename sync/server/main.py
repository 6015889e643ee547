"""Where uvicorn finds the server: ``uvicorn --factory sync.server.main:app_factory``."""

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
    return create_app(settings)
