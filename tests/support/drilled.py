"""What the drills of sync share: computers brought together, and devices of another release that speak by hand."""

from contextlib import closing
from http.client import HTTPConnection
from itertools import count
from socket import SHUT_RDWR, socket

from app.orchestrators.sync.connecting import door_of
from app.orchestrators.sync.link import require_link
from app.orchestrators.sync.verifying import verify
from app.storage.unit_of_work import reading
from sync.client.transport import HttpTransport
from sync.protocol.change import Change, Value
from sync.protocol.messages import Cursor, Push
from sync.protocol.version import Version, pack
from tests.support.hostile import Asked, Behaviour
from tests.support.linked import Computer

# A release after this one.
LATER_SCHEMA = 99
_numbers = count(1)


def agree(*computers: Computer) -> None:
    """Exchange in turn, and hold that all have the same as the server and nothing waits."""
    for each in (*computers, *computers):
        each.sync()
    for each in computers:
        found = verify(each.ctx)
        assert found.identical, found
        assert found.waiting == 0


def open_conflicts(computer: Computer) -> list[tuple[str, str, str]]:
    """Return field, winning and losing value of what nobody has decided yet."""
    with reading(computer.ctx) as read:
        return [(each.field, each.winning, each.losing) for each in read.conflicts.open()]


def change_of_later_release(
    computer: Computer, kind: str, entity: bytes, fields: dict[str, Value], base: Version
) -> Change:
    """Return what a device of a later release would write, now by the computer's clock."""
    own = pack(computer.clock.now_ms(), 0, next(_numbers))
    return Change(
        own, kind, entity, fields, dict.fromkeys(fields, base), "set", own, 1, "later", "later", LATER_SCHEMA,
        computer.clock.now_ms(),
    )  # fmt: skip


def push_by_hand(computer: Computer, change: Change, *, own: bool) -> None:
    """Push a change with a computer's access, past its store: into its user's scope, or what the workspace shares."""
    with HttpTransport(door_of(computer.ctx, require_link(computer.ctx))) as transport:
        offer = next(each for each in transport.hello().scopes if (each.user is not None) is own)
        answer = transport.push(offer.scope, Push(Cursor(), [change]))
    assert [version for version, _ in answer.acks] == [change.version], answer


class Swallowing:
    """Passes everything on to a server; while it ``swallows``, the answers to pushes do not come back."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.swallows = False
        self.swallowed = 0

    def behaviour(self) -> Behaviour:
        """Return what a listener on the way does with what it is asked."""
        return self._pass_on

    def _pass_on(self, asked: Asked, connection: socket) -> None:
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=30)) as onward:
            onward.request(asked.method, asked.path, asked.body, dict(asked.headers))
            answer = onward.getresponse()
            body = answer.read()
        if self.swallows and asked.path.endswith("/push"):
            self.swallowed += 1
            connection.shutdown(SHUT_RDWR)
            return
        dropped = ("transfer-encoding", "content-length")
        lines = [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in dropped]
        head = "\r\n".join([f"HTTP/1.1 {answer.status} X", *lines, f"Content-Length: {len(body)}", "", ""])
        connection.sendall(head.encode() + body)
