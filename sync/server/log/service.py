"""What the calls that carry changes work with, and how they leave the event loop."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request

from sync.protocol.change import Malformed as BrokenMessage
from sync.protocol.messages import PROTOCOL, Limits
from sync.server.log.intake import Intake
from sync.server.log.ledger import Diverged as OtherPast
from sync.server.log.ledger import TooMany
from sync.server.log.live import Live
from sync.server.log.reads import Reader
from sync.server.log.store import NoSuchScope, Store
from sync.server.people.access import Caller, Gate
from sync.server.problems import Diverged, Malformed, Revoked, TooLarge, TooOld
from sync.server.settings import Settings

# The oldest messages that are still understood.
OLDEST_PROTOCOL = max(1, PROTOCOL - 2)
NAME = "stintbook-server"

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a running server that calls use."""

    settings: Settings
    store: Store
    reader: Reader
    gate: Gate
    live: Live
    limits: Limits
    threads: ThreadPoolExecutor
    intake: Intake

    def now_ms(self) -> int:
        """Return this server's clock in Unix milliseconds."""
        return time.time_ns() // 1_000_000


def service_of(request: Request) -> Service:
    """Return the service of the application a request came to."""
    service: Service = request.app.state.service
    return service


async def in_thread(request: Request, work: Callable[[Service, Caller], _Result]) -> _Result:
    """Find out who asks and do what they ask for, off the event loop, since the database blocks."""
    service = service_of(request)
    authorization = request.headers.get("authorization", "")
    address = request.client.host if request.client else ""

    def run() -> _Result:
        return understood(lambda: work(service, service.gate.caller(authorization, address)))

    return await asyncio.get_running_loop().run_in_executor(service.threads, run)


def check_protocol(request: Request) -> None:
    """Refuse a client whose messages are not understood any more. Its pending work is taken all the same.

    Raises:
        TooOld: it speaks an older protocol.
        Malformed: it names no protocol.
    """
    spoken = request.headers.get("stintbook-protocol", str(PROTOCOL))
    if not spoken.isascii() or not spoken.isdecimal() or len(spoken) > 9:
        raise Malformed("Stintbook-Protocol is a number")
    if int(spoken) < OLDEST_PROTOCOL:
        raise TooOld(f"protocols from {OLDEST_PROTOCOL} on are spoken here", oldest=OLDEST_PROTOCOL, newest=PROTOCOL)


def understood(work: Callable[[], _Result]) -> _Result:
    """Turn what the parts below raise into what a client is told."""
    try:
        return work()
    except OtherPast as error:
        raise Diverged(history=error.history) from error
    except TooMany as error:
        raise TooLarge("more changes than are taken at once") from error
    except BrokenMessage as error:
        raise Malformed(str(error)[:500]) from error
    except NoSuchScope as error:
        # Told apart from a scope without a grant by nobody.
        raise Revoked from error
