"""Measuring two things side by side: alternately, several times, medians, so that a noisy machine hits both alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table: ours and the floor in milliseconds; ``budget`` is the ratio allowed, ``cap_ms`` the most.

    A row without a floor has only a cap; ``at_least`` turns ``ours`` into a rate that must be reached. Below
    ``unfelt_ms`` a ratio says nothing: nobody feels it, and making an object costs more than finding it.
    """

    what: str
    size: str
    ours: float
    floor: float | None = None
    budget: float | None = None
    cap_ms: float | None = None
    at_least: float | None = None
    unfelt_ms: float = 0
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """Ours divided by the floor."""
        return None if not self.floor else self.ours / self.floor

    @property
    def holds(self) -> bool:
        """Whether every limit of the row is kept."""
        felt = self.ours > self.unfelt_ms
        return not (
            (self.budget is not None and felt and (self.ratio is None or self.ratio > self.budget))
            or (self.cap_ms is not None and self.ours > self.cap_ms)
            or (self.at_least is not None and self.ours < self.at_least)
        )

    def as_json(self) -> dict[str, object]:
        """Return the row for a machine to read."""
        return asdict(self) | {"ratio": self.ratio, "holds": self.holds}


def alternately(*actions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Run the actions in turn, once to warm up and ``rounds`` times to measure; return their medians in ms."""
    times: list[list[float]] = [[] for _ in actions]
    for number in range(rounds + 1):
        for action, taken in zip(actions, times, strict=True):
            started = time.perf_counter()
            action()
            if number:
                taken.append((time.perf_counter() - started) * 1e3)
    return [statistics.median(taken) for taken in times]


def as_markdown(rows: Sequence[Measured]) -> str:
    """Return the rows as a table for people."""
    lines = [
        "| what | entries | ours | floor | ratio | allowed | |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        floor = "–" if row.floor is None else f"{row.floor:,.2f} {row.unit}"
        ratio = "–" if row.ratio is None else f"{row.ratio:.2f} ×"
        lines.append(
            f"| {row.what} | {row.size} | {row.ours:,.2f} {row.unit} | {floor} | {ratio} | {_allowed(row)} |"
            f" {'holds' if row.holds else 'OVER'} |"
        )
    return "\n".join(lines)


def _allowed(row: Measured) -> str:
    limits = []
    if row.budget is not None:
        limits.append(f"≤ {row.budget:g} ×" + (f" or {row.unfelt_ms:g} {row.unit}" if row.unfelt_ms else ""))
    if row.cap_ms is not None:
        limits.append(f"≤ {row.cap_ms:g} {row.unit}")
    if row.at_least is not None:
        limits.append(f"≥ {row.at_least:,.0f} {row.unit}")
    return ", ".join(limits) or "–"
