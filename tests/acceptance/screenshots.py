"""Leaves a picture of every page in a folder: ``python -m tests.acceptance.screenshots FOLDER [--readme]``.

Every page is shown in light and dark, in three sizes, on the sample store; the empty pages on a fresh one. With
``--readme`` the two pictures of the guide are written instead.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.storage.context import Context
    from app.ui.window import MainWindow

# Logical sizes by scale; at scale 2 the picture has 2560×1440 pixels.
SIZES = {1: ((900, 600), (1280, 800)), 2: ((1280, 720),)}
_README = Path(__file__).parents[2] / "resources" / "help" / "images"
_SETTLE_MS = 120


def main() -> int:
    """Take the pictures; one process a scale, since Qt reads it at its start."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"))
    wanted.add_argument("--readme", action="store_true", help="write the two pictures of the guide")
    wanted.add_argument("--scale", type=int, help=argparse.SUPPRESS)
    wanted.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    wanted.add_argument("--only", default="", help="only pictures whose name contains this")
    given = wanted.parse_args()
    if given.scale:
        take(given.folder, given.store, given.scale, only=given.only, readme=given.readme)
        return 0
    with tempfile.TemporaryDirectory() as place:
        make_store(Path(place))
        for scale in (1,) if given.readme else SIZES:
            _in_process(given, scale, Path(place))
    return 0


def _in_process(given: argparse.Namespace, scale: int, store: Path) -> None:
    arguments = [str(given.folder), "--scale", str(scale), "--store", str(store), "--only", given.only]
    subprocess.run(
        [sys.executable, "-m", "tests.acceptance.screenshots", *arguments, *(["--readme"] if given.readme else [])],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)},
        check=True,
    )


def make_store(folder: Path) -> None:
    """Fill a folder with the sample, in which a timer runs."""
    from app.bootstrap import open_context
    from app.orchestrators.sample.sample import make_sample

    ctx = open_context(str(folder))
    make_sample(ctx)
    ctx.database.close()


def take(folder: Path, store: Path, scale: int, *, only: str, readme: bool) -> None:
    """Take every picture of one scale."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(["screenshots"])
    for theme in ("light", "dark"):
        for name, sizes, shots in _sets(store, scale):
            with _window(name, store, theme) as window:
                for width, height in sizes:
                    _album(window, folder, theme, (width, height, scale), shots, only=only, readme=readme)
    application.quit()


def _sets(store: Path, scale: int) -> list[tuple[str, tuple[tuple[int, int], ...], dict[str, "Shot"]]]:
    from tests.acceptance import shots

    return [("sample", SIZES[scale], shots.SAMPLE), ("empty", SIZES[scale], shots.EMPTY)]


def _album(
    window: "MainWindow",
    folder: Path,
    theme: str,
    size: tuple[int, int, int],
    shots: dict[str, "Shot"],
    *,
    only: str,
    readme: bool,
) -> None:
    from PySide6.QtTest import QTest

    width, height, scale = size
    window.resize(width, height)
    for name, shot in shots.items():
        full = f"{name}-{theme}-{width * scale}x{height * scale}{'@2x' if scale > 1 else ''}.png"
        target = _README / f"{name}-{theme}.png" if readme else folder / full
        if (readme and not _for_readme(name, theme, width)) or only not in full:
            continue
        subject, undo = shot(window)
        QTest.qWait(_SETTLE_MS)
        target.parent.mkdir(parents=True, exist_ok=True)
        subject.grab().save(str(target))
        print(target)
        undo()


def _for_readme(name: str, theme: str, width: int) -> bool:
    return width == 1280 and (name, theme) in (("today", "light"), ("project", "dark"))


Shot = Callable[["MainWindow"], "tuple[QWidget, Callable[[], object]]"]


@contextmanager
def _window(kind: str, store: Path, theme: str) -> "Iterator[MainWindow]":
    from app.bootstrap import open_context
    from app.system.config import Config
    from app.system.paths import Paths
    from app.ui.opening.place import Place
    from app.ui.theme.appearance import Appearance
    from app.ui.window import MainWindow
    from tests.acceptance.looking import wait_for

    with tempfile.TemporaryDirectory() as place:
        if kind == "sample":
            shutil.copytree(store, place, dirs_exist_ok=True)
        paths = Paths(Path(place))
        appearance = Appearance(theme)
        appearance.apply()

        def open_store(data_dir: str) -> "Context":
            return open_context(data_dir)

        where = Place(open_store, paths)
        window = MainWindow(where, Config(paths.config), appearance)
        window.show()
        wait_for(lambda: window.is_furnished and window.frame.page)
        yield window
        window.stop()
        window.close()
        window.close_store()
        window.deleteLater()


if __name__ == "__main__":
    sys.exit(main())
