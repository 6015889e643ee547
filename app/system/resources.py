"""Where the files of ``resources`` lie."""

from functools import cache
from pathlib import Path


@cache
def resource(name: str) -> str:
    """Return the path of a file of ``resources``, in a checkout or in an installed package, with forward slashes."""
    app = Path(__file__).resolve().parent.parent
    for folder in (app / "_resources", app.parent / "resources"):
        if (folder / name).exists():
            return (folder / name).as_posix()
    return (app.parent / "resources" / name).as_posix()
