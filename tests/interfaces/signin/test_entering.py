"""Coming in by invitation, and through the doors of a demo."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from cast import Cast
from stepwell.actions import inviting
from stepwell.domain.privacy.access import Role
from stepwell.records.people.models import Account, OneTimeLink
from stepwell.records.tenancy.models import Organization

PASSWORD = "a calm boat on green water"


@pytest.fixture
def link(db: None, at: datetime) -> str:
    """The first manager's way into an empty installation."""
    return inviting.invite_first_manager(at=at)


def test_a_link_is_kept_as_a_hash_only(link: str) -> None:
    row = OneTimeLink.objects.get()

    secret = link.removeprefix("/enter/")

    assert len(secret) > 40
    assert secret not in str(row.__dict__)


def test_looking_at_a_link_does_not_use_it(link: str, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        looked = [Client().get(link).status_code for _ in range(3)]

        entered = Client().post(link)

    assert looked == [200, 200, 200]
    assert entered.status_code == 302
    assert entered["Location"] == "/sign-in/welcome/"


def test_a_link_works_once(link: str, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        Client().post(link)

        again = Client().post(link)

    assert again.status_code == 404
    assert "works" in again.content.decode()


def test_a_link_ends_after_a_day(link: str, at: datetime) -> None:
    just_before, after = at + timedelta(hours=23, minutes=59), at + timedelta(hours=24)

    assert inviting.is_open(link.removeprefix("/enter/"), at=just_before)
    assert not inviting.is_open(link.removeprefix("/enter/"), at=after)
    assert inviting.use_link(link.removeprefix("/enter/"), at=after) is None


def test_a_new_link_ends_the_one_before(link: str, at: datetime) -> None:
    second = inviting.invite_first_manager(at=at + timedelta(minutes=1))

    at_once = at + timedelta(minutes=2)
    assert not inviting.is_open(link.removeprefix("/enter/"), at=at_once)
    assert inviting.is_open(second.removeprefix("/enter/"), at=at_once)
    assert Account.objects.count() == 1


def test_the_first_manager_settles_in_and_is_led_to_a_second_factor(link: str, at: datetime) -> None:
    browser = Client()
    with time_machine.travel(at, tick=False):
        browser.post(link)

        answer = browser.post(
            "/sign-in/welcome/",
            {
                "program": "Harbor IOP",
                "given_name": "Ruth",
                "family_name": "Okafor",
                "email": "ruth@harbor.invalid",
                "password": PASSWORD,
            },
        )
        page = browser.get("/manage/")

    account = Account.objects.get()
    assert answer["Location"] == "/sign-in/second-factor/"
    assert (account.email, account.check_password(PASSWORD)) == ("ruth@harbor.invalid", True)
    assert Organization.objects.get().name == "Harbor IOP"
    assert page.status_code in {302, 404}


def test_a_weak_password_is_refused_with_a_sentence_and_nothing_is_lost(link: str, at: datetime) -> None:
    browser = Client()
    with time_machine.travel(at, tick=False):
        browser.post(link)

        answer = browser.post("/sign-in/welcome/", {"given_name": "Ruth", "password": "short"})

    assert answer.status_code == 422
    assert "Ruth" in answer.content.decode()


def test_an_address_in_use_is_refused_in_the_readers_language(link: str, cast: Cast, at: datetime) -> None:
    told = {"program": "Harbor IOP", "given_name": "Ruth", "family_name": "Vo", "password": PASSWORD}
    browser = Client(headers={"accept-language": "es"})
    with time_machine.travel(at, tick=False):
        browser.post(link)
        Account.objects.filter(pk=browser.session["_auth_user_id"]).update(language="es")

        answer = browser.post("/sign-in/welcome/", {**told, "email": "sam@test.stepwell.invalid"})

    assert answer.status_code == 422
    assert "ya está en uso" in answer.content.decode()


def test_a_password_like_the_address_that_is_told_with_it_is_refused(link: str, at: datetime) -> None:
    told = {
        "program": "Harbor IOP",
        "given_name": "Ruth",
        "family_name": "Vo",
        "email": "ruth@harbor.invalid",
    }
    browser = Client()
    with time_machine.travel(at, tick=False):
        browser.post(link)

        answer = browser.post("/sign-in/welcome/", {**told, "password": "ruth@harbor.invalid"})

    assert answer.status_code == 422
    assert not Account.objects.get().has_usable_password()


def test_an_invited_participant_comes_in_without_a_second_factor(cast: Cast, at: datetime) -> None:
    path = inviting.fresh_link(cast.sam_account, at=at)
    browser = Client()
    with time_machine.travel(at, tick=False):
        browser.post(path)

        answer = browser.post("/sign-in/welcome/", {"password": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0] == "/me/"


def test_welcome_is_for_those_who_came_by_a_link_only(cast: Cast, at: datetime) -> None:
    browser = Client()
    browser.force_login(cast.sam_account)

    answer = browser.get("/sign-in/welcome/")

    assert answer["Location"] == "/"


def test_a_demo_has_a_door_for_each_role_that_signs_in_at_once(
    organization: Organization, at: datetime
) -> None:
    account = Account.objects.create(
        organization=organization, email="m@demo.invalid", role=Role.MANAGER.value, created_at=at
    )
    [(label, url)] = inviting.demo_doors(base_url="http://testserver/", at=at)
    browser = Client()

    answer = browser.get(url)

    assert label == "Manager"
    assert answer["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(account.pk)
    assert Client().get("/").content.decode().count("/demo/") == 1


def test_a_door_is_shut_as_soon_as_anything_real_is_kept(organization: Organization, at: datetime) -> None:
    Account.objects.create(
        organization=organization, email="m@demo.invalid", role=Role.MANAGER.value, created_at=at
    )
    [(_, url)] = inviting.demo_doors(base_url="http://testserver", at=at)
    Organization.objects.create(name="A real program", created_at=at)

    answer = Client().get(url)

    assert answer.status_code == 404
    with pytest.raises(inviting.NotADemo):
        inviting.demo_doors(base_url="http://testserver", at=at)


def test_a_guessed_door_leads_nowhere(organization: Organization, at: datetime) -> None:
    Account.objects.create(
        organization=organization, email="m@demo.invalid", role=Role.MANAGER.value, created_at=at
    )

    assert Client().get("/demo/" + "0" * 40 + "/").status_code == 404


def test_only_a_manager_invites_staff(cast: Cast, at: datetime) -> None:
    staff, path = inviting.invite_staff(
        cast.sign_in(cast.grace), "Lena", "Brandt", role=Role.COUNSELOR, email="lena@test.invalid", at=at
    )

    with pytest.raises(inviting.NotYoursToInvite):
        inviting.invite_staff(
            cast.sign_in(cast.priya), "Theo", "Ng", role=Role.COUNSELOR, email="theo@test.invalid", at=at
        )

    assert inviting.use_link(path.removeprefix("/enter/"), at=at) == staff.account
