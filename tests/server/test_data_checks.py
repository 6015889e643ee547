import pytest
from sqlalchemy import text

from sync.engine.conflict_records import Author
from sync.protocol.messages import Cursor, Push
from sync.server.log import ledger
from sync.server.log.checks import check_scope
from sync.server.log.scopes import create_scope
from sync.server.log.store import Store
from tests.support.server import change, entity

SCOPE = "aa" * 16

DAMAGES = [
    ("delete from change where seq = 2", "after place 1 of the log comes 3"),
    ("update change set body = :bytes where seq = 2", "cannot be read"),
    ("update change set v = :bytes where seq = 2", "stands under another version"),
    ("update change set chain = :bytes where seq = 2", "the chain breaks at place 2"),
    ("update change set size = size + 1 where seq = 2", "the size of the log is wrong at place 2"),
    ("update scope set head = 9", "the log ends at place 3"),
    ("update scope set chain = :bytes", "the log ends at place 3"),
    ("delete from object where entity = :entity", f"the project {entity(1).hex()} is missing"),
    ("update object set entity = :bytes where entity = :entity", "is not what its changes come to"),
]


@pytest.fixture(autouse=True)
def filled(store: Store) -> None:
    with store.engine.begin() as connection:
        create_scope(connection, SCOPE, workspace=SCOPE, user=None, history="history")
    with store.locked(SCOPE) as transaction:
        changes = [change(number) for number in (1, 2, 3)]
        ledger.push(transaction, Push(Cursor(), changes), Author("device", "user"))


def test_nothing_is_said_of_a_scope_in_order(store: Store) -> None:
    assert list(check_scope(store, SCOPE)) == []


@pytest.mark.parametrize(("statement", "told"), DAMAGES)
def test_every_damage_is_told(store: Store, statement: str, told: str) -> None:
    values = {"bytes": b"x" * 16, "entity": entity(1)}
    with store.engine.begin() as connection:
        connection.execute(text(statement), {name: value for name, value in values.items() if f":{name}" in statement})

    assert any(told in sentence for sentence in check_scope(store, SCOPE))
