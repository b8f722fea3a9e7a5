"""What is refused where there are several ways in, and what tells of a thing where ids are short."""

import re

from contract_tests.auth.attacks import Target, wrong_credential
from contract_tests.traffic.credentials import Credentials
from contract_tests.traffic.twins import stands_by_chance, whole
from contract_tests.users.actors import Actor

ADA = Actor("ada", "secret", "ada", "")


def attacks(*carrying: Credentials) -> set[str]:
    target = Target(ADA, ADA, carrying[0], None, None, carrying[1:])
    return {attack.name for attack in wrong_credential(target)}


def test_a_key_where_another_way_in_looks_for_a_token_is_no_attack() -> None:
    """One token may be good for both."""
    key, token = Credentials({"X-Key": "secret"}, {}), Credentials({"Authorization": "Bearer secret"}, {})
    assert "X-Key as a bearer token" in attacks(key)
    assert "X-Key as a bearer token, by alternative 1" not in attacks(key, token)
    assert "X-Key in a cookie, by alternative 1" in attacks(key, token)
    basic = Credentials({"Authorization": "Basic secret"}, {})
    assert "X-Key as a bearer token, by alternative 1" in attacks(key, basic)
    both = Credentials({"Authorization": "Bearer secret", "X-Tenant": "one"}, {})
    assert "X-Key as a bearer token, by alternative 1" in attacks(key, both)


def test_a_short_id_is_no_part_of_a_longer_word() -> None:
    told = '{"detail": "No pet 2, see /pets/2", "request_id": "3e92d2"}'
    assert re.sub(whole("2"), "<id>", told) == '{"detail": "No pet <id>, see /pets/<id>", "request_id": "3e92d2"}'
    assert re.search(whole("c4e5"), '["c4e5"]')


def test_ids_that_are_counted_tell_nothing() -> None:
    assert stands_by_chance("41")
    assert not stands_by_chance("4a")
    assert not stands_by_chance("20411234")
