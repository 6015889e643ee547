import asyncio
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.types import Message

from sync.protocol.messages import Cursor, Push
from sync.protocol.wire import dump_push
from sync.server.app import create_app
from sync.server.calls import hints
from sync.server.calls.hints import EventStream
from sync.server.log import live
from sync.server.log.live import Listener, Live
from sync.server.people import devices
from sync.server.people.access import Caller
from sync.server.people.desk import OPERATOR, Desk
from sync.server.settings import Settings
from tests.support.server import Person, add_device, asking, change, join, new_person, serving

CALLER = Caller("account", "account", "device")


@contextmanager
def following(address: str, person: Person) -> Iterator[Iterator[str]]:
    """Follow the live hints; yields the lines as they come."""
    with asking(address, person) as client, client.stream("GET", "/live", timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.iter_lines()


def told(lines: Iterator[str], scope: str, head: int) -> None:
    """Read until a head is told, or a later one: the server writes records of its own too."""
    for line in lines:
        if line.startswith("data: ") and json.loads(line[6:]).get(scope, -1) >= head:
            return
    raise AssertionError(f"the stream ended before {scope} was at {head}")


def push(address: str, person: Person, number: int, scope: str = "") -> None:
    with asking(address, person) as client:
        body = dump_push(Push(Cursor(), [change(number)]))
        assert client.post(f"/scopes/{scope or person.own}/push", content=body).status_code == 200


def test_a_push_is_told_to_who_follows_and_only_to_them(settings: Settings, desk: Desk, person: Person) -> None:
    stranger = new_person(desk)
    with (
        serving(create_app(settings)) as address,
        following(address, person) as mine,
        following(address, stranger) as theirs,
    ):
        told(mine, person.own, 0)
        told(theirs, stranger.own, 0)
        push(address, person, 1)
        told(mine, person.own, 1)
        push(address, stranger, 2)
        for line in theirs:
            assert person.own not in line
            if stranger.own in line:
                break


def test_a_push_to_another_worker_is_told_too(settings: Settings, person: Person) -> None:
    with serving(create_app(settings)) as one, serving(create_app(settings)) as other, following(one, person) as lines:
        told(lines, person.own, 0)
        push(other, person, 1)
        told(lines, person.own, 1)


def test_a_revoked_device_is_let_go(
    settings: Settings, desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "REVIEW_S", 0.05)
    added = add_device(desk, person.account)
    other = Person(person.account, person.email, person.workspace, added.device, added.token)
    with serving(create_app(settings)) as address, following(address, other) as lines:
        told(lines, person.own, 0)
        with desk.acting(OPERATOR) as act:
            devices.revoke(act, person.account, added.device)
        assert [line for line in lines if line.startswith("data")] == []


def test_a_scope_that_is_granted_later_is_followed_without_asking_again(
    settings: Settings, desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "REVIEW_S", 0.05)
    guest = new_person(desk)
    with serving(create_app(settings)) as address, following(address, guest) as lines:
        told(lines, guest.own, 0)
        join(desk, guest, person.workspace, "member")
        push(address, person, 1, person.shared)
        told(lines, person.shared, 1)


def test_a_connection_is_kept_alive_by_comments(
    settings: Settings, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "KEEP_ALIVE_S", 0.05)
    with serving(create_app(settings)) as address, following(address, person) as lines:
        assert next(line for line in lines if line.startswith(":"))


def test_news_that_nobody_read_yet_are_told_as_one() -> None:
    async def run() -> list[dict[str, int]]:
        listener = Listener(CALLER, {"a": 1, "b": 1})
        news = listener.news(0.01)
        told = [await anext(news)]
        for head in (2, 3, 4):
            listener.offer("a", head)
        listener.offer("elsewhere", 9)
        told += [await anext(news), await anext(news)]
        listener.offer("a", 4)
        return [*told, await anext(news)]

    assert asyncio.run(run()) == [{"a": 1, "b": 1}, {"a": 4}, {}, {}]


def test_a_head_that_went_back_is_told_since_the_server_was_restored() -> None:
    listener = Listener(CALLER, {"a": 5})
    listener.offer("a", 3)

    async def first() -> Mapping[str, int]:
        return await anext(listener.news())

    assert asyncio.run(first()) == {"a": 3}


def test_who_does_not_read_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "SLOW_S", 0.02)
    hub = Live(lambda _scopes: {}, lambda _callers: {})
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    scope: dict[str, Any] = {"type": "http"}
    asyncio.run(EventStream(hub, Listener(CALLER, {"a": 1}))(scope, receive, send))

    assert len(hub) == 0
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


def test_many_listeners_cost_one_question() -> None:
    asked: list[int] = []
    first = threading.Event()

    def heads(scopes: Any) -> dict[str, int]:
        asked.append(len(scopes))
        first.set()
        return {}

    async def run() -> None:
        hub = Live(heads, lambda callers: {caller: {"a": 0} for caller in callers})
        for _ in range(200):
            hub.join(Listener(CALLER, {"a": 0}))
        hub.start()
        assert await asyncio.to_thread(first.wait, 5)
        hub.end_device("device")
        hub.announce({"a": 1})
        await hub.stop()
        hub.announce({"a": 2})
        hub.end_device("device")

    asyncio.run(run())
    assert asked[0] == 1


def test_the_first_head_is_told_at_once_and_what_follows_shortly_after_it_together() -> None:
    async def run() -> list[dict[str, int]]:
        hub = Live(lambda _scopes: {}, lambda _callers: {})
        hub.start()
        listener = Listener(CALLER, {"a": 0, "b": 0})
        hub.join(listener)
        news = listener.news(5)
        told = [await anext(news)]
        hub.announce({"a": 1})
        told.append(await anext(news))
        for head in (2, 3, 4):
            hub.announce({"a": head, "b": head})
        told.append(await anext(news))
        await hub.stop()
        return told

    assert asyncio.run(run()) == [{"a": 0, "b": 0}, {"a": 1}, {"a": 4, "b": 4}]


def test_only_who_follows_a_scope_is_told_of_it_also_after_a_review(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "REVIEW_S", 0.01)
    friend = Caller("friend", "friend", "laptop")

    async def run() -> list[dict[str, int]]:
        hub = Live(lambda _scopes: {}, lambda callers: {one: {"b": 1} for one in callers if one == friend})
        gone, stays = Listener(CALLER, {"a": 1}), Listener(friend, {"a": 1})
        for listener in (gone, stays):
            hub.join(listener)
        assert hub.followed() == ["a"]
        hub.start()
        news = stays.news(5)
        told = [await anext(news), await anext(news)]
        assert gone.ended
        assert hub.followed() == ["a", "b"]
        hub.leave(gone)
        assert hub.followed() == ["b"]
        hub.tell({"a": 2, "b": 2})
        told.append(await anext(news))
        hub.leave(stays)
        assert hub.followed() == []
        await hub.stop()
        return told

    assert asyncio.run(run()) == [{"a": 1}, {"b": 1}, {"b": 2}]
