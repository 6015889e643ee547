"""Word from worker to worker on PostgreSQL: which logs moved on. It only saves waiting for the next poll."""

import asyncio
from collections.abc import Callable, Mapping

import psycopg
from sqlalchemy import Engine

CHANNEL = "stintbook_heads"
# Heads that move within this time travel together.
_GATHER_S = 0.02
_AGAIN_S = 1.0
_SAY = "select pg_notify(%s, said) from unnest(%s::text[]) as said"


class Relay:
    """Two connections of its own: one that listens, one that speaks. Everything happens on the event loop."""

    def __init__(self, engine: Engine, hear: Callable[[Mapping[str, int]], None]) -> None:
        url = engine.url.set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._hear = hear
        self._heads: dict[str, int] = {}
        self._moved = asyncio.Event()

    def say(self, heads: Mapping[str, int]) -> None:
        """Pass on how far logs are."""
        self._heads.update(heads)
        self._moved.set()

    async def run(self) -> None:
        """Listen and speak until cancelled; a database that is away is tried again."""
        while True:
            try:
                await self._connected()
            except* psycopg.Error:
                await asyncio.sleep(_AGAIN_S)

    async def _connected(self) -> None:
        connect = psycopg.AsyncConnection.connect
        async with (
            await connect(self._address, autocommit=True) as ear,
            await connect(self._address, autocommit=True) as mouth,
        ):
            await ear.execute(f"listen {CHANNEL}".encode())
            async with asyncio.TaskGroup() as both:
                both.create_task(self._listen(ear))
                both.create_task(self._speak(mouth))

    async def _listen(self, ear: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
        async for word in ear.notifies():
            scope, _, head = word.payload.rpartition(" ")
            if scope and head.isdecimal():
                self._hear({scope: int(head)})

    async def _speak(self, mouth: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
        while True:
            await self._moved.wait()
            await asyncio.sleep(_GATHER_S)
            self._moved.clear()
            heads, self._heads = self._heads, {}
            await mouth.execute(_SAY, (CHANNEL, [f"{scope} {head}" for scope, head in heads.items()]))
