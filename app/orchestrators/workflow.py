"""What every workflow gets without asking: it is timed, and its name stands in the log when it fails."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from app.domain.errors import AppError
from app.system.metrics import METRICS

P = ParamSpec("P")
T = TypeVar("T")

SLOW_S = 0.1
_log = logging.getLogger("app.orchestrators")


def workflow(run: Callable[P, T]) -> Callable[P, T]:
    """Time a workflow and log when it was slow or failed for a reason that is not the person's."""
    name = f"{run.__module__.split('.')[2]}.{run.__name__}"

    @functools.wraps(run)
    def timed(*args: P.args, **kwargs: P.kwargs) -> T:
        started, failed = time.perf_counter(), True
        try:
            result = run(*args, **kwargs)
            failed = False
            return result
        except AppError:
            raise
        except Exception:
            _log.error("%s failed", name, exc_info=True)
            raise
        finally:
            seconds = time.perf_counter() - started
            METRICS.note(name, seconds, failed=failed)
            if seconds > SLOW_S:
                _log.info("%s took %.0f ms", name, seconds * 1000)

    return timed
