"""An attacker is stopped, and whose account it is still gets in: docs/decisions/0003-lock-out.md."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from cast import AT, Cast
from stepwell.actions import signing_in
from stepwell.records.entrance.models import SignInAttempt
from stepwell.records.people.models import Account

PASSWORD = "a calm boat on green water"
HOME, BUS, ATTACKER = "192.0.2.10", "198.51.100.7", "203.0.113.66"


@pytest.fixture
def sam(cast: Cast) -> Account:
    """Sam with a password, at noon."""
    signing_in.set_password(cast.sam_account, password=PASSWORD)
    with time_machine.travel(AT, tick=False):
        yield cast.sam_account


def try_password(browser: Client, email: str, password: str, *, network: str) -> HttpResponse:
    return browser.post("/sign-in/", {"login": email, "password": password}, REMOTE_ADDR=network)


def gets_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302


def test_the_attacker_is_stopped_even_with_the_right_password(sam: Account) -> None:
    for n in range(signing_in.TRIES_FROM_A_NETWORK):
        try_password(Client(), sam.email, f"guess {n}", network=ATTACKER)

    answer = try_password(Client(), sam.email, PASSWORD, network=ATTACKER)

    assert answer.status_code == 422
    assert "too many tries" in answer.content.decode()


def test_a_person_elsewhere_gets_in_while_the_attack_goes_on(sam: Account) -> None:
    for n in range(20):
        try_password(Client(), sam.email, f"guess {n}", network=ATTACKER)

    assert gets_in(try_password(Client(), sam.email, PASSWORD, network=BUS))


def test_a_known_device_gets_in_from_the_attackers_own_network(sam: Account) -> None:
    phone = Client()
    try_password(phone, sam.email, PASSWORD, network=ATTACKER)
    phone.post("/sign-out")
    for n in range(20):
        try_password(Client(), sam.email, f"guess {n}", network=ATTACKER)

    assert not gets_in(try_password(Client(), sam.email, PASSWORD, network=ATTACKER))
    assert gets_in(try_password(phone, sam.email, PASSWORD, network=ATTACKER))


def test_an_attack_from_everywhere_is_slowed_to_one_guess_for_each_network(sam: Account) -> None:
    for n in range(signing_in.UNDER_ATTACK):
        try_password(Client(), sam.email, f"guess {n}", network=f"203.0.113.{n}")

    first = try_password(Client(), sam.email, "wrong", network="198.51.100.99")
    second = try_password(Client(), sam.email, "wrong again", network="198.51.100.99")

    assert "not right" in first.content.decode()
    assert "too many tries" in second.content.decode()
    assert gets_in(try_password(Client(), sam.email, PASSWORD, network=HOME))


def test_guessing_at_many_accounts_from_one_network_is_stopped(sam: Account) -> None:
    for n in range(signing_in.TRIES_FROM_A_NETWORK_FOR_ALL):
        try_password(Client(), f"person{n}@test.invalid", "password1", network=ATTACKER)

    answer = try_password(Client(), sam.email, "password1", network=ATTACKER)

    assert "too many tries" in answer.content.decode()


def test_the_wait_ends_and_hammering_does_not_make_it_longer(sam: Account) -> None:
    for n in range(signing_in.TRIES_FROM_A_NETWORK):
        try_password(Client(), sam.email, f"guess {n}", network=HOME)
    with time_machine.travel(AT + timedelta(minutes=14), tick=False):
        for _ in range(3):
            assert not gets_in(try_password(Client(), sam.email, PASSWORD, network=HOME))

    with time_machine.travel(AT + timedelta(minutes=16), tick=False):
        assert gets_in(try_password(Client(), sam.email, PASSWORD, network=HOME))


def test_an_address_nobody_has_is_answered_exactly_like_a_wrong_password(sam: Account) -> None:
    known = try_password(Client(), sam.email, "wrong", network=HOME)
    unknown = try_password(Client(), "nob@test.stepwell.invalid", "wrong", network=HOME)

    told = [answer.content.decode().replace(sam.email, "X") for answer in (known, unknown)]
    assert known.status_code == unknown.status_code == 422
    assert "not right" in told[0]
    assert "not right" in told[1]


def test_an_unknown_address_is_stopped_after_as_many_tries_as_a_known_one(sam: Account) -> None:
    answers = {}
    for email, network in ((sam.email, HOME), ("nobody@test.invalid", BUS)):
        tries = [try_password(Client(), email, "wrong", network=network) for _ in range(7)]
        answers[email] = ["too many" in answer.content.decode() for answer in tries]

    assert len(set(map(tuple, answers.values()))) == 1


def test_attempts_name_nobody_and_are_gone_after_a_day(sam: Account) -> None:
    try_password(Client(), sam.email, "wrong", network=HOME)
    kept = list(SignInAttempt.objects.values_list("bucket", flat=True))
    with time_machine.travel(AT + timedelta(days=1, minutes=1), tick=False):
        try_password(Client(), "somebody@test.invalid", "wrong", network=BUS)

        left = SignInAttempt.objects.filter(bucket__in=kept).count()

    assert not any("sam" in bucket or HOME in bucket for bucket in kept)
    assert (len(kept) > 0, left) == (True, 0)


def test_the_addresses_of_one_home_are_one_network() -> None:
    assert signing_in.network_of("2001:db8:1:2::a") == signing_in.network_of("2001:db8:1:2:ffff::b")
    assert signing_in.network_of("2001:db8:1:2::a") != signing_in.network_of("2001:db8:1:3::a")


def test_a_forged_device_is_not_known(sam: Account) -> None:
    for n in range(signing_in.TRIES_FROM_A_NETWORK):
        try_password(Client(), sam.email, f"guess {n}", network=ATTACKER)
    forger = Client()
    forger.cookies["d"] = "eyJhIjoiYiJ9:1abc:forged"

    assert not gets_in(try_password(forger, sam.email, PASSWORD, network=ATTACKER))
