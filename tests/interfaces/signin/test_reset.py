"""A new password by a neutral mail, which tells nobody who has an account."""

from __future__ import annotations

import re

import pytest
from django.core import mail as outbox
from django.test import Client
from django.test.utils import override_settings

from cast import Cast
from stepwell.interfaces.signin import mail
from stepwell.records.people.models import Account

PASSWORD = "a calm boat on green water"
TELLING = re.compile(r"stepwell|treatment|recover|program|clinic|addict|group|counselor", re.IGNORECASE)


@pytest.fixture
def sam(cast: Cast) -> Account:
    return cast.sam_account


def ask(email: str) -> tuple[int, str]:
    answer = Client().post("/sign-in/reset/", {"email": email})
    mail.wait_for_all()
    return answer.status_code, answer["Location"]


def test_a_known_and_an_unknown_address_are_answered_alike(sam: Account) -> None:
    assert ask(sam.email) == ask("nobody@test.invalid") == (302, "/sign-in/reset/sent/")
    assert [message.to for message in outbox.outbox] == [[sam.email]]


def test_the_link_leads_to_the_installation_whatever_host_the_asker_names(sam: Account) -> None:
    with override_settings(BASE_URL="https://notes.test.invalid"):
        Client(headers={"host": "localhost:9999"}).post("/sign-in/reset/", {"email": sam.email})
        mail.wait_for_all()

    assert "https://notes.test.invalid/sign-in/reset/" in outbox.outbox[0].body
    assert "9999" not in outbox.outbox[0].body


def test_the_message_gives_nothing_away(sam: Account) -> None:
    ask(sam.email)

    [message] = outbox.outbox

    assert not TELLING.search(message.subject + message.body)
    assert "Reyes" not in message.body


def test_the_message_speaks_the_language_of_the_account(sam: Account) -> None:
    sam.language = "es"
    sam.save(update_fields=["language"])
    ask(sam.email)

    assert "enlace" in outbox.outbox[0].body


def test_the_link_sets_a_password_and_signs_in_once(sam: Account) -> None:
    ask(sam.email)
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", outbox.outbox[0].body)
    assert link is not None
    browser = Client()
    form = browser.get(link[1], follow=True)

    answer = browser.post(
        form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True
    )

    sam.refresh_from_db()
    assert sam.check_password(PASSWORD)
    assert answer.redirect_chain[-1][0] == "/me/"
    assert "no longer works" in Client().get(link[1], follow=True).content.decode()


def test_a_weak_new_password_is_refused_with_a_sentence(sam: Account) -> None:
    ask(sam.email)
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", outbox.outbox[0].body)
    assert link is not None
    browser = Client()
    form = browser.get(link[1], follow=True)

    answer = browser.post(form.redirect_chain[-1][0], {"password1": "short", "password2": "short"})

    assert answer.status_code == 422
