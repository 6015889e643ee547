"""Two devices and a server: whatever is recorded on one is on the other, as if it had been recorded there."""


from app.storage.consistency import examine_store
from tests.support.everything import fill
from tests.support.store import USER
from tests.support.sync_server import WORKSPACE, Device, MemoryServer, contents_of, own_scope, settled


def test_everything_of_one_device_is_on_another() -> None:
    server = MemoryServer()
    one, other = Device(server, 1), Device(server, 2)
    fill(one.ctx)
    settled(one, other)

    assert contents_of(one) == contents_of(other)
    for device in (one, other):
        assert examine_store(device.ctx.database).findings == ()
        for scope in (WORKSPACE, own_scope(USER)):
            assert device.store.digest(scope) == device.line.digest(scope)
            assert device.store.waiting(scope).pending == 0
        device.close()
