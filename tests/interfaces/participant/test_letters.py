"""Letters to work, school or a court: the plain one gives nothing away, the other only what was signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from cast import Cast
from stepwell.domain.privacy.notices import NOTICE, carries_notice
from stepwell.domain.wording import neutral
from stepwell.kernel.decisions import Permit
from stepwell.records.consents.models import Consent, DeniedAttempt, Disclosure, Restriction

LETTER = re.compile(r'<article class="letter".*?</article>', re.DOTALL)


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Iterator[Client]:
    with time_machine.travel(at, tick=False):
        browser = Client()
        browser.force_login(cast.sam_account)
        yield browser


def asked(*items: str, press: str = "sign", **more: str) -> dict[str, object]:
    who = {"to": "work", "recipient_name": "Acme Storage", "recipient_address": "1 Dock Road"}
    return {**who, "items": list(items), "key": str(uuid4()), press: "1", **more}


def letter_of(page: bytes) -> str:
    found = LETTER.search(page.decode())
    assert found is not None
    return strip_tags(found.group())


def test_the_plain_letter_says_when_and_neither_where_nor_what_for(sam: Client, cast: Cast) -> None:
    letter = letter_of(sam.post("/me/letters", {"plain": "1", "key": "k"}).content)

    assert "Sam Reyes has appointments" in letter
    assert "6 p.m." in letter
    names = [cast.organization.name, cast.riverside.name, cast.riverside.phone or "no phone"]
    assert isinstance(neutral.check(letter, "en", names=names), Permit)
    assert not Consent.objects.exists()


def test_the_plain_letter_is_a_disclosure_to_the_person_and_in_no_account(sam: Client, cast: Cast) -> None:
    for _ in range(2):  # the button was pressed twice
        sam.post("/me/letters", {"plain": "1", "key": "k"})

    told = Disclosure.objects.get()
    assert (told.recipient, told.rule, told.consents) == (str(cast.sam.pk), "own_access", [])


def test_prv_05_a_letter_that_says_more_carries_the_notice_in_full(sam: Client, cast: Cast) -> None:
    letter = letter_of(sam.post("/me/letters", asked("attendance")).content)

    assert "Acme Storage" in letter
    assert cast.organization.name in letter
    assert " ".join(NOTICE.full.split()) in " ".join(letter.split())
    assert not carries_notice(letter.replace(NOTICE.full, "").replace("use or disclosure", "disclosure"))


def test_prv_06_a_letter_writes_to_whom_what_and_on_which_consent(sam: Client) -> None:
    sam.post("/me/letters", asked("attendance"))

    told, signed = Disclosure.objects.get(), Consent.objects.get()
    assert told.categories == ["attendance", "identity", "presence"]
    assert (told.purpose, told.channel, told.scope) == ("employment", "paper", "clear_explanation")
    assert told.consents == [str(signed.pk)]
    assert b"Acme" not in bytes(told.words)
    assert "Acme" not in str(signed.form)


def test_trying_a_letter_signs_and_tells_nothing(sam: Client) -> None:
    page = sam.post("/me/letters", asked("schedule", press="try"))

    assert "Times to come" in letter_of(page.content)
    assert not Consent.objects.exists()
    assert not Disclosure.objects.exists()


def test_the_letter_says_no_more_than_was_signed(sam: Client) -> None:
    letter = letter_of(sam.post("/me/letters", asked("schedule")).content)

    for never in ("came", "First day", "CBT", "Priya", "cravings"):
        assert never not in letter


def test_a_second_letter_that_says_more_replaces_the_consent(sam: Client) -> None:
    sam.post("/me/letters", asked("schedule"))

    answer = sam.post("/me/letters", asked("schedule", "episode"))

    assert answer.status_code == 200
    first, second = Consent.objects.order_by("pk")
    assert second.replaces == first


def test_prv_07_what_was_agreed_not_to_be_told_is_refused_and_kept_as_denied(
    sam: Client, cast: Cast, at: datetime
) -> None:
    form = {"agreed_at": at.isoformat(), "categories": ["attendance"]}
    Restriction.objects.create(person=cast.sam, form=form, agreed_at=at, agreed_by=cast.sam_account.pk)

    answer = sam.post("/me/letters", asked("attendance", "schedule"))

    assert answer.status_code == 422
    assert "Take the plain one" in answer.content.decode()
    assert DeniedAttempt.objects.get().rule == "restriction_agreed"
    assert not Disclosure.objects.exists()


def test_the_form_loses_nothing_when_something_is_missing(sam: Client) -> None:
    answer = sam.post("/me/letters", asked("schedule", recipient_address=""))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Acme Storage" in page
    assert re.search(r'value="schedule"[^>]*checked', page)
