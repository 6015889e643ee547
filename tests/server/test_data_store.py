from collections.abc import Callable, Iterator

import pytest

from sync.engine.conflict_records import Author
from sync.engine.lineage import follow
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Push, PushAnswer
from sync.protocol.wire import load, load_page
from sync.server.database import open_engine
from sync.server.log import ledger
from sync.server.log.checks import check_scope
from sync.server.log.lanes import Question
from sync.server.log.reads import Reader
from sync.server.log.scopes import create_scope, remove_scope
from sync.server.log.store import NoSuchScope, Store
from sync.server.problems import TooLarge
from sync.server.settings import Settings
from tests.server.conftest import ALL_KINDS
from tests.support.server import change, entity, grouped

SCOPE, OTHER = "aa" * 16, "bb" * 16
BRINGING = Author("device", "user")


@pytest.fixture(params=ALL_KINDS)
def store(request: pytest.FixtureRequest, settings_of: Callable[[str], Settings]) -> Iterator[Store]:
    engine = open_engine(settings_of(request.param))
    with engine.begin() as connection:
        for scope in (SCOPE, OTHER):
            create_scope(connection, scope, workspace=scope, user=None, history=f"history of {scope}")
    yield Store(engine)
    engine.dispose()


def take(store: Store, *changes: Change, scope: str = SCOPE) -> PushAnswer:
    question = Question(0, [each.version for each in changes], [(each.kind, each.entity) for each in changes])
    with store.locked(scope, question) as transaction:
        return ledger.push(transaction, Push(Cursor(), changes), BRINGING)


def test_a_push_is_read_back_in_its_order_with_its_chain(store: Store) -> None:
    changes = [change(number) for number in range(5)]

    answer = take(store, *changes)

    page = load_page(Reader(store, 1 << 20).changes(SCOPE, Cursor(), 100))
    assert [seq for _, seq in answer.acks] == [1, 2, 3, 4, 5]
    assert list(page.changes) == changes
    assert (page.next, page.head) == (5, 5)
    assert page.chain == follow(b"", [each.version for each in changes])
    assert list(check_scope(store, SCOPE)) == []


def test_the_same_push_again_gets_the_same_places_and_adds_nothing(store: Store) -> None:
    changes = [change(number) for number in range(3)]

    first, second = take(store, *changes), take(store, *changes)

    assert sorted(first.acks) == sorted(second.acks)
    assert second.head == 3


def test_a_version_that_stands_in_another_scope_is_refused(store: Store) -> None:
    one = change()
    take(store, one)

    answer = take(store, one, scope=OTHER)

    assert answer.refused == {one.version: "wrong_scope"}


def test_what_is_not_looked_up_before_is_looked_up_when_asked_for(store: Store) -> None:
    one = change(7)
    take(store, one)

    with store.locked(SCOPE) as transaction:
        assert transaction.known([one.version])[one.version].change == one
        assert set(transaction.held([("project", entity(7)), ("project", entity(8))])) == {("project", entity(7))}
        assert transaction.chain_at(1) == follow(b"", [one.version])
        assert transaction.chain_at(2) is None
        assert transaction.chain_at(0) == b""


def test_an_error_while_locked_leaves_nothing(store: Store) -> None:
    def fail_halfway() -> None:
        with store.locked(SCOPE) as transaction:
            ledger.push(transaction, Push(Cursor(), [change()]), BRINGING)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()

    assert Reader(store, 1 << 20).heads([SCOPE]) == {SCOPE: 0}


def test_a_scope_that_is_not_there_cannot_be_locked(store: Store) -> None:
    with pytest.raises(NoSuchScope), store.locked("nowhere"):
        pass


def test_a_page_ends_on_the_border_of_a_group(store: Store) -> None:
    take(store, change(1), *grouped(change(2), change(3), change(4)), change(5))
    reader = Reader(store, 1 << 20)

    assert load_page(reader.changes(SCOPE, Cursor(), 3)).next == 1
    assert load_page(reader.changes(SCOPE, Cursor(), 4)).next == 4


def test_a_group_larger_than_the_page_is_given_whole(store: Store) -> None:
    take(store, *grouped(*(change(number) for number in range(20))), change(50))

    assert load_page(Reader(store, 1 << 20).changes(SCOPE, Cursor(), 3)).next == 20
    assert load_page(Reader(store, 100).changes(SCOPE, Cursor(), 100)).next == 20


def test_a_page_has_no_more_bytes_than_it_may(store: Store) -> None:
    take(store, *(change(number, {"note": "x" * 1_000}) for number in range(10)))
    reader = Reader(store, 3_500)

    body = reader.changes(SCOPE, Cursor(), 100)

    assert load_page(body).next == 2
    chain = load_page(body).chain
    assert load_page(reader.changes(SCOPE, Cursor("", 2, chain), 100)).next == 4


def test_objects_come_in_pages_and_all_of_them(store: Store) -> None:
    take(store, *(change(number, {"note": "x" * 1_000}) for number in range(10)))
    reader = Reader(store, 3_500)
    seen: list[str] = []
    at, after = None, None
    while True:
        page = load(reader.objects(SCOPE, at, after, 4))
        seen += [each["i"] for each in page["objects"]]
        assert 0 < len(page["objects"]) <= 4
        at = Cursor(page["at"]["history"], page["at"]["seq"], bytes.fromhex(page["at"]["chain"]))
        after = page["after"]
        if after is None:
            break

    assert seen == [entity(number).hex() for number in range(10)]
    assert at.seq == 10


def test_an_empty_scope_has_no_objects_and_no_next_page(store: Store) -> None:
    page = load(Reader(store, 1 << 20).objects(SCOPE, None, None, 10))

    assert page == {"objects": [], "at": {"history": f"history of {SCOPE}", "seq": 0, "chain": ""}, "after": None}


def test_an_object_cannot_grow_beyond_what_a_page_may_hold(store: Store) -> None:
    part = {f"f{number}": "x" * 999_000 for number in range(5)}
    take(store, change(1, part))

    with pytest.raises(TooLarge):
        take(store, change(1, {f"g{number}": "x" * 999_000 for number in range(5)}))

    assert Reader(store, 1 << 20).heads([SCOPE]) == {SCOPE: 1}


def test_the_past_of_an_entity_is_told_oldest_first(store: Store) -> None:
    first = change(1, {"name": "Web"})
    second = change(1, {"name": "Website"}, base={"name": first.version})
    take(store, first, change(2), second)
    reader = Reader(store, 1 << 20)

    assert [seq for seq, _ in reader.past(SCOPE, "project", entity(1), 0, 10)] == [1, 3]
    assert [seq for seq, _ in reader.past(SCOPE, "project", entity(1), 1, 10)] == [3]
    assert [seq for seq, _ in Reader(store, 10).past(SCOPE, "project", entity(1), 0, 10)] == [1]
    assert reader.past(SCOPE, "task", entity(1), 0, 10) == []


def test_a_removed_scope_takes_its_log_and_nothing_else_with_it(store: Store) -> None:
    take(store, change(1))
    take(store, change(2), scope=OTHER)

    with store.engine.begin() as connection:
        remove_scope(connection, SCOPE)

    assert Reader(store, 1 << 20).heads([SCOPE, OTHER]) == {OTHER: 1}
    assert list(check_scope(store, SCOPE)) == ["there is no such scope."]
    assert list(check_scope(store, OTHER)) == []
