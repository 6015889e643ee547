"""Who guesses or floods waits, longer each time; nobody else does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.server.people.rate import Rate
from sync.server.people.throttle import address_key
from sync.server.problems import Throttled
from tests.support.house import PASSWORD, House, house_in


def wrong(house: House, email: str = "ines@harbour.example") -> int:
    answer = house.ask("POST", "/devices", name="x", email=email, password="wrong password")
    return int(answer.headers["retry-after"]) if answer.status_code == 429 else 0


def test_the_first_mistakes_cost_nothing_then_each_takes_twice_as_long(house: House) -> None:
    house.person("Ines")
    waits = []
    for _ in range(9):
        waits.append(wait := wrong(house))
        house.later(wait)
        if wait:
            assert wrong(house) == 0

    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8]


def test_the_wait_ends_at_five_minutes(house: House) -> None:
    house.person("Ines")
    waits = []
    for _ in range(16):
        waits.append(wait := wrong(house))
        house.later(wait)
        if wait:
            wrong(house)

    assert max(waits) == 300


def test_the_right_password_waits_too_then_opens_and_forgives(house: House) -> None:
    house.person("Ines")
    for _ in range(5):
        wrong(house)

    body = {"name": "x", "email": "ines@harbour.example", "password": PASSWORD}
    assert house.refused("POST", "/devices", **body) == (429, "throttled")
    house.later(1)
    assert house.ask("POST", "/devices", **body).is_success
    assert wrong(house) == 0


def test_an_account_that_is_none_is_guarded_alike(house: House) -> None:
    waits = [wrong(house, "nobody@harbour.example") for _ in range(6)]

    assert waits == [0, 0, 0, 0, 0, 1]


def test_guessing_at_one_account_keeps_no_other_out(house: House) -> None:
    house.person("Ines")
    house.person("Tom")
    for _ in range(6):
        wrong(house)

    assert house.sign_in("tom@harbour.example")["token"]


def test_asking_again_while_one_has_to_wait_makes_it_no_longer(house: House) -> None:
    house.person("Ines")
    for _ in range(5):
        wrong(house)
    for _ in range(50):
        assert wrong(house) == 1
    house.later(1)

    assert house.sign_in("ines@harbour.example")["token"]


def test_devices_that_are_signed_in_notice_nothing_of_it(house: House) -> None:
    ines = house.person("Ines")
    for _ in range(6):
        wrong(house)

    assert house.ask("GET", "/hello", ines).is_success


@pytest.fixture
def strict(folder: Path) -> Iterator[House]:
    with house_in(folder, failures_per_address=4) as house:
        house.person("Ines")
        yield house


def test_an_address_waits_whatever_it_guesses_at(strict: House) -> None:
    strict.later(3_600)
    for number in range(2):
        assert wrong(strict, f"person{number}@harbour.example") == 0
    assert strict.refused("POST", "/devices", name="x", code="WRONG-WRONG") == (401, "unauthorised")
    body = {"email": "a@b.example", "password": PASSWORD, "name": "A", "invitation": "WRONG"}
    assert strict.refused("POST", "/accounts", **body) == (404, "not_found")

    assert strict.refused("POST", "/devices", name="x", code="WRONG-WRONG") == (429, "throttled")
    assert strict.refused("POST", "/accounts", **body) == (429, "throttled")
    assert strict.refused("POST", "/invitations/accept", strict.people["Ines"], code="WRONG") == (429, "throttled")
    strict.later(15 * 60 + 1)
    assert strict.refused("POST", "/devices", name="x", code="WRONG-WRONG") == (401, "unauthorised")


def test_a_limit_of_nothing_is_none(folder: Path) -> None:
    with house_in(folder, failures_per_address=0, failures_per_account=0) as house:
        assert [wrong(house) for _ in range(30)] == [0] * 30


def test_a_whole_ipv6_network_is_one_address() -> None:
    assert address_key("2001:db8::1") == address_key("2001:db8::ffff:1%eth0")
    assert address_key("2001:db8::1") != address_key("2001:db8:0:1::1")
    assert address_key("192.0.2.1") != address_key("192.0.2.2")
    assert address_key("a name") == address_key("a name") != address_key("another")


def test_a_device_that_floods_is_told_to_wait_and_no_other(folder: Path) -> None:
    with house_in(folder, requests_per_minute=5) as house:
        ines = house.person("Ines")
        tom = house.person("Tom")
        answers = [house.ask("GET", "/account", ines) for _ in range(7)]

        assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
        assert int(answers[-1].headers["retry-after"]) > 0
        assert house.ask("GET", "/account", tom).is_success
        house.later(120)
        assert house.ask("GET", "/account", ines).is_success


def test_the_window_slides() -> None:
    rate = Rate(10)
    for _ in range(10):
        rate.take("device", 59_000)
    with pytest.raises(Throttled):
        rate.take("device", 59_999)
    # Half of the next minute has gone, so half of what was asked in the one before still counts.
    for _ in range(5):
        rate.take("device", 90_000)
    with pytest.raises(Throttled):
        rate.take("device", 90_000)
    rate.take("device", 240_000)


def test_no_limit_counts_nothing() -> None:
    rate = Rate(0)
    for _ in range(100):
        rate.take("device", 0)


def test_old_failures_are_not_kept(house: House) -> None:
    for _ in range(3):
        wrong(house)
    house.later(3_600)
    wrong(house)

    assert house.desk.store.read(("select count(*) from attempt", ()))[0][0][0] == 2


def test_limits_are_the_operators(house: House) -> None:
    house.desk.settings = replace(house.desk.settings, failures_per_account=1)

    assert [wrong(house), wrong(house)] == [0, 1]
