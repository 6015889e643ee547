"""What every test gets: real parts, and guards that fail on warnings, logs, leaked threads and the network."""

import os

# Set before Qt is imported anywhere: tests never need a screen unless they start one themselves.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHONHASHSEED", "0")

pytest_plugins = ["tests.support.guards", "tests.support.profiles"]
