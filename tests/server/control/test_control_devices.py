"""Devices: who gets in, who is out at once, and what a thief of a token or an id can do."""

from dataclasses import replace

import pytest

from tests.support.house import PASSWORD, House

LAPTOP = "0195f000-0000-7000-8000-000000000001"


def test_a_device_comes_in_by_password_and_is_known_from_then_on(house: House) -> None:
    ines = house.person("Ines")

    hello = house.done("GET", "/hello", ines)

    assert (hello["user"], hello["device"]) == (ines.user, ines.device)


def test_the_case_of_an_address_and_blanks_around_it_say_nothing(house: House) -> None:
    house.person("Ines")

    assert house.sign_in("  INES@Harbour.Example ")["token"]


def test_a_proposed_id_is_kept_when_it_is_free(house: House) -> None:
    house.person("Ines")

    assert house.sign_in("ines@harbour.example", device=LAPTOP)["device"] == LAPTOP


def test_a_device_that_comes_back_keeps_its_id_and_its_old_token_is_good_no_more(house: House) -> None:
    house.person("Ines")
    first = house.sign_in("ines@harbour.example", device=LAPTOP)
    again = house.sign_in("ines@harbour.example", device=LAPTOP)

    assert again["device"] == LAPTOP
    assert house.refused("GET", "/hello", first["token"]) == (401, "unauthorised")
    assert house.ask("GET", "/hello", again["token"]).is_success


def test_an_id_of_another_account_is_not_taken_over(house: House) -> None:
    house.person("Ines")
    mine = house.sign_in("ines@harbour.example", device=LAPTOP)
    house.person("Tom")

    theirs = house.sign_in("tom@harbour.example", device=LAPTOP)

    assert theirs["device"] != LAPTOP
    assert house.done("GET", "/hello", mine["token"])["device"] == LAPTOP


@pytest.mark.parametrize(
    "proposed", ["server", "operator", "short", "with blanks in it", "'; drop table device; --", "é" * 8]
)
def test_a_proposed_id_that_is_none_is_passed_over(house: House, proposed: str) -> None:
    house.person("Ines")

    assert house.sign_in("ines@harbour.example", device=proposed)["device"] != proposed


def test_a_token_lets_another_device_in_under_a_free_id(house: House) -> None:
    ines = house.person("Ines")

    added = house.done("POST", "/devices", ines, name="Copy", device=LAPTOP)

    assert (added["device"], added["user"]) == (LAPTOP, ines.user)
    assert house.ask("GET", "/hello", ines).is_success


def test_a_stolen_token_takes_no_other_device_over(house: House) -> None:
    ines = house.person("Ines")
    other = house.sign_in("ines@harbour.example", device=LAPTOP)

    added = house.done("POST", "/devices", ines, name="Thief", device=LAPTOP)

    assert added["device"] != LAPTOP
    assert house.ask("GET", "/hello", other["token"]).is_success


def test_a_revoked_token_opens_nothing_with_the_very_next_request(house: House) -> None:
    ines = house.person("Ines")
    stolen = house.sign_in("ines@harbour.example")

    house.done("DELETE", f"/devices/{stolen['device']}", ines)

    assert house.refused("GET", "/hello", stolen["token"]) == (401, "unauthorised")
    assert house.refused("POST", "/devices", stolen["token"], name="Back again") == (401, "unauthorised")
    listed = {one["id"]: one["revoked_ms"] for one in house.done("GET", "/devices", ines)}
    assert listed == {ines.device: None, stolen["device"]: house.now_ms}


def test_a_device_signs_itself_out(house: House) -> None:
    ines = house.person("Ines")

    house.done("DELETE", f"/devices/{ines.device}", ines)

    assert house.refused("GET", "/account", ines) == (401, "unauthorised")


def test_signing_out_twice_keeps_the_first_time(house: House) -> None:
    ines = house.person("Ines")
    other = house.sign_in("ines@harbour.example")["device"]
    house.done("DELETE", f"/devices/{other}", ines)
    first = house.now_ms
    house.later(60)
    house.done("DELETE", f"/devices/{other}", ines)

    assert next(one for one in house.done("GET", "/devices", ines) if one["id"] == other)["revoked_ms"] == first


def test_devices_of_others_are_not_there(house: House) -> None:
    ines, tom = house.person("Ines"), house.person("Tom")

    assert house.refused("DELETE", f"/devices/{tom.device}", ines) == (404, "not_found")
    assert house.refused("PATCH", f"/devices/{tom.device}", ines, name="Mine") == (404, "not_found")
    assert house.ask("GET", "/hello", tom).is_success


def test_a_device_is_renamed(house: House) -> None:
    ines = house.person("Ines")

    house.done("PATCH", f"/devices/{ines.device}", ines, name="  Küche 🍳 ")

    assert [one["name"] for one in house.done("GET", "/devices", ines)] == ["Küche 🍳"]


def test_hello_says_when_a_device_was_seen_last(house: House) -> None:
    ines = house.person("Ines")
    house.later(3_600)
    house.done("GET", "/hello", ines)

    assert house.done("GET", "/devices", ines)[0]["seen_ms"] == house.now_ms


def test_a_pairing_code_lets_one_device_in_however_it_is_typed(house: House) -> None:
    ines = house.person("Ines")
    code = house.done("POST", "/pairing", ines)["code"]

    added = house.done("POST", "/devices", code=f" {code.lower().replace('-', ' ')}", name="Phone", device=LAPTOP)

    assert (added["device"], added["user"]) == (LAPTOP, ines.user)
    assert house.refused("POST", "/devices", code=code, name="Second") == (401, "unauthorised")


def test_a_pairing_code_is_good_for_minutes(house: House) -> None:
    code = house.done("POST", "/pairing", house.person("Ines"))["code"]
    house.later(10 * 60 + 1)

    assert house.refused("POST", "/devices", code=code, name="Late") == (401, "unauthorised")


def test_a_new_pairing_code_of_a_device_takes_the_place_of_the_old(house: House) -> None:
    ines = house.person("Ines")
    old = house.done("POST", "/pairing", ines)["code"]
    house.done("POST", "/pairing", ines)

    assert house.refused("POST", "/devices", code=old, name="Phone") == (401, "unauthorised")


def test_a_device_that_is_signed_out_takes_its_pairing_code_along(house: House) -> None:
    ines = house.person("Ines")
    other = house.sign_in("ines@harbour.example")
    code = house.done("POST", "/pairing", other["token"])["code"]
    house.done("DELETE", f"/devices/{other['device']}", ines)

    assert house.refused("POST", "/devices", code=code, name="Phone") == (401, "unauthorised")


@pytest.mark.parametrize("token", ["", "x", "stintbook_" + "0" * 64, "stintbook_" + "0" * 500, "a b"])
def test_a_token_nobody_has_opens_nothing(house: House, token: str) -> None:
    house.person("Ines")

    assert house.refused("GET", "/hello", token or None) == (401, "unauthorised")


def test_another_scheme_than_bearer_opens_nothing(house: House) -> None:
    ines = house.person("Ines")

    answer = house.client.get("/sync/v1/hello", headers={"Authorization": f"Basic {ines.token}"})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "x", "email": "ines@harbour.example"},
        {"name": "x", "password": PASSWORD},
        {"name": "x", "email": "ines@harbour.example", "password": PASSWORD, "code": "ABCDE-ABCDE"},
        {"name": ["x"], "email": "ines@harbour.example", "password": PASSWORD},
        {"name": "", "email": "ines@harbour.example", "password": PASSWORD},
        {"name": "a\u0000b", "email": "ines@harbour.example", "password": PASSWORD},
        {"name": "turned \u202e round", "email": "ines@harbour.example", "password": PASSWORD},
    ],
)
def test_a_body_that_contradicts_itself_is_refused(house: House, body: dict[str, object]) -> None:
    house.person("Ines")
    answer = house.client.post("/sync/v1/devices", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_an_account_has_as_many_devices_as_the_operator_lets_it_have(house: House) -> None:
    house.desk.settings = replace(house.desk.settings, devices_per_account=2)
    ines = house.person("Ines")
    house.done("POST", "/devices", ines, name="Second", device=LAPTOP)

    assert house.refused("POST", "/devices", ines, name="Third") == (409, "taken")
    # One that comes back is none more.
    assert house.sign_in("ines@harbour.example", device=LAPTOP)["device"] == LAPTOP
