"""What time is worth: the rate of an entry, and the sum of many without looking at each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.days import local_day, next_day
from app.domain.money import amount_minor, rate_for
from app.orchestrators.effective import timers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.entities.billing import Rate
    from app.orchestrators.merged import Merged
    from app.storage.context import Context
    from app.storage.filters import EntryFilter
    from app.storage.unit_of_work import Repositories

_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


class Prices:
    """The rates as they apply to entries; an entry of a merged project is priced as one of the project it shows as."""

    def __init__(self, read: Repositories, merged: Merged) -> None:
        self._read = read
        self._merged = merged
        self._rates = read.rates.all()
        self._clients = {project.id: project.client for project in read.projects.all()}
        # A rate holds from its day to the day before the next one of any scope.
        self._starts = sorted({rate.effective_from for rate in self._rates})
        self._known: dict[tuple[str, str, str | None], Rate | None] = {}

    @property
    def any(self) -> bool:
        """Whether anybody has set a rate."""
        return bool(self._rates)

    def rate(self, *, day: str, user: str, project: str | None) -> Rate | None:
        """Return the rate of a person's entry of a day; None where nobody has set one."""
        shown = self._merged.shown_as(project) if project else None
        since = max((start for start in self._starts if start <= day), default="")
        key = (since, user, shown)
        if key not in self._known:
            client = self._clients.get(shown) if shown else None
            self._known[key] = rate_for(self._rates, day=day, user=user, project=shown, client=client)
        return self._known[key]

    def sums(self, ctx: Context, chosen: EntryFilter) -> dict[str, int]:
        """Return the rounded amounts of the billable entries a filter on projects and days means, by currency."""
        sums: dict[str, int] = defaultdict(int)
        for part in self.periods(replace(chosen, billable=True)) if self.any else ():
            if (part.since_day or "") < self._starts[0]:
                continue
            for length in self._read.time_entries.lengths(part, by_user=self.by_user, by_project=self.by_project):
                user = length.user or self.only_user or ""
                rate = self.rate(day=part.since_day or "", user=user, project=length.project)
                if rate:
                    sums[rate.currency] += amount_minor(rate.amount, length.seconds) * length.times
        for entry in timers(self._read) if self.any else ():
            day = local_day(entry.started_at, entry.tz, self._read.session.day_starts_at)
            rate = self.rate(day=day, user=entry.user, project=entry.project)
            if rate and entry.billable and entry.project in chosen.projects:
                sums[rate.currency] += amount_minor(rate.amount, entry.seconds(ctx.now()))
        return dict(sums)

    @property
    def by_user(self) -> bool:
        """Whether it matters whose an entry is: several people have worked here, and some have a rate of their own."""
        return self.only_user is None and any(rate.user for rate in self._rates)

    @property
    def by_project(self) -> bool:
        """Whether it matters for which project an entry is: some projects or clients have a rate of their own."""
        return any(rate.project or rate.client for rate in self._rates)

    @cached_property
    def only_user(self) -> str | None:
        """The one person who has worked here, None where there are several or none."""
        users = [row.key[0] for row in self._read.totals.by("user")]
        return users[0] if len(users) == 1 else None

    def periods(self, chosen: EntryFilter) -> Iterator[EntryFilter]:
        """Yield a filter cut into the spans of days in which no rate changes; each names its first day."""
        first, last = chosen.since_day or _FIRST_DAY, chosen.until_day
        cuts = [start for start in self._starts if first < start <= (last or _LAST_DAY)]
        ends = [*(next_day(cut, -1) for cut in cuts), last]
        for since, until in zip([first, *cuts], ends, strict=True):
            yield replace(chosen, since_day=since, until_day=until)
