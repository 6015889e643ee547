"""What the server counts of itself, for Prometheus. Labels are routes and codes, never ids, names or addresses."""

import os
import time
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Where the workers of one server put what they count, so that whichever is asked answers for all of them.
FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "stintbook_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "stintbook_request_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=self._registry
        )
        self.under_way = Gauge(
            "stintbook_requests_under_way",
            "Requests being answered, live connections included.",
            registry=self._registry,
            multiprocess_mode="livesum",
        )
        self.failures = Counter(
            "stintbook_problems", "Requests that came to nothing.", ("route", "status"), registry=self._registry
        )

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them: of all workers, where there are several."""
        if FOLDER_VARIABLE not in os.environ:
            return generate_latest(self._registry)
        from prometheus_client.multiprocess import MultiProcessCollector

        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


class Counting:
    """Counts and times every request on its way through."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        with self._metrics.under_way.track_inprogress():
            try:
                await self._app(scope, receive, watched)
            finally:
                self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        method = scope["method"] if route != "none" else "any"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if status >= 400:
            self._metrics.failures.labels(route, str(status)).inc()


def _route(scope: Scope) -> str:
    """Return the pattern of an address: finitely many, and without ids."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "none")).removeprefix("/sync/v1")
