"""A second factor for staff, passkeys for everybody, and seeds that nobody reads in the database."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from cast import Cast
from stepwell.actions import sign_in_secrets, signing_in
from stepwell.records.people import keyring
from stepwell.records.people.models import Account
from stepwell.records.tenancy.models import Organization

PASSWORD = "a calm boat on green water"


@pytest.fixture
def ada(cast: Cast) -> Account:
    """The privacy officer of a program that is no demo, with a password."""
    Organization.objects.filter(pk=cast.organization.pk).update(is_demo=False)
    assert cast.ada.account is not None
    signing_in.set_password(cast.ada.account, password=PASSWORD)
    return cast.ada.account


def sign_in(account: Account) -> Client:
    browser = Client()
    browser.post("/sign-in/", {"login": account.email, "password": PASSWORD})
    return browser


def code_of(secret: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up_app(browser: Client) -> str:
    """Set up an authenticator app as a person does; its secret."""
    browser.post("/sign-in/factors/reauthenticate/", {"password": PASSWORD})
    browser.post("/sign-in/again/", {"password": PASSWORD})
    page = browser.get("/sign-in/factors/totp/activate/")
    secret: str = page.context["form"].secret
    browser.post("/sign-in/factors/totp/activate/", {"code": code_of(secret)})
    return secret


def test_staff_are_led_to_a_second_factor_before_anything_else(ada: Account) -> None:
    browser = sign_in(ada)

    answer = browser.get("/trail/")

    assert answer["Location"] == "/sign-in/second-factor/"
    assert browser.get("/sign-in/second-factor/").status_code == 200
    assert browser.get("/help-now").status_code == 200


def test_a_demo_asks_for_no_second_factor(cast: Cast) -> None:
    browser = Client()
    assert cast.ada.account is not None
    browser.force_login(cast.ada.account)

    assert browser.get("/trail/").status_code == 200


def test_a_participant_is_not_asked_for_a_second_factor(ada: Account, cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.elena_account)

    assert browser.get("/family/").status_code == 200


def test_with_the_app_set_up_the_pages_open_and_the_next_sign_in_asks_for_a_code(ada: Account) -> None:
    browser = sign_in(ada)
    secret = set_up_app(browser)
    opened = browser.get("/trail/").status_code

    other = sign_in(ada)
    before = other.get("/trail/")
    wrong = other.post("/sign-in/factors/authenticate/", {"code": "000000"})
    other.post("/sign-in/factors/authenticate/", {"code": code_of(secret, later=1)})

    assert opened == 200
    assert before["Location"].startswith("/sign-in/")
    assert wrong.status_code == 422
    assert other.get("/trail/").status_code == 200


def test_a_link_does_not_go_around_the_second_factor(ada: Account) -> None:
    from stepwell.actions import inviting
    from stepwell.kernel import clock

    set_up_app(sign_in(ada))

    answer = Client().post(inviting.fresh_link(ada, at=clock.now()))

    assert answer["Location"] == "/sign-in/factors/authenticate/"


def test_seeds_are_sealed_in_the_database(ada: Account) -> None:
    secret = set_up_app(sign_in(ada))

    kept = {row.type: row.data for row in Authenticator.objects.all()}

    assert secret not in str(kept)
    assert sign_in_secrets.unseal(kept["totp"]["secret"]) == secret
    assert kept["recovery_codes"]["seed"].startswith(keyring.current().active)


def test_a_seed_sealed_by_another_ring_is_refused(ada: Account) -> None:
    sealed = sign_in_secrets.seal("JBSWY3DPEHPK3PXP")

    with pytest.raises(keyring.SealBroken):
        sign_in_secrets.unseal("k9-00000000:" + sealed.partition(":")[2])


def test_the_last_second_factor_of_staff_can_not_be_removed(ada: Account) -> None:
    browser = sign_in(ada)
    set_up_app(browser)

    browser.post("/sign-in/factors/totp/deactivate/")

    assert Authenticator.objects.filter(type="totp").exists()


def test_a_change_asks_for_the_password_again(ada: Account) -> None:
    browser = sign_in(ada)

    answer = browser.get("/sign-in/factors/totp/activate/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/again/")


def test_there_is_no_open_sign_up(db: None) -> None:
    for address in ("/sign-in/signup/", "/sign-in/email/", "/accounts/signup/"):
        assert Client().get(address).status_code == 404


def test_the_passkey_button_is_there_and_its_script_is_a_file(db: None) -> None:
    page = Client().get("/sign-in/")

    body = page.content.decode()
    inline = [part for part in body.split("<script")[1:] if "src=" not in part.split(">")[0]]
    assert "Sign in with a passkey" in body
    assert all('type="application/json"' in part.split(">")[0] for part in inline)
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_a_passkey_challenge_is_given_to_who_asks(db: None) -> None:
    answer = Client().get("/sign-in/factors/webauthn/login/", headers={"accept": "application/json"})

    assert len(answer.json()["request_options"]["publicKey"]["challenge"]) > 20
