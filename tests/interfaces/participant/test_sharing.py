"""Who sees what, on the phone of who grants and on that of a loved one; the acceptance tests PRV-nn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import TODAY, Cast
from stepwell.domain.privacy.notices import carries_notice
from stepwell.records.audit.models import AccessLine
from stepwell.records.consents.models import Consent, DeniedAttempt, Disclosure

UNTIL = TODAY + timedelta(days=30)
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"')


@pytest.fixture
def clock(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def sam(cast: Cast, clock: None) -> Client:
    """Sam's phone; Elena is invited."""
    browser = signed_in(cast.sam_account)
    invited = browser.post("/me/sharing/invite", invitation("elena@test.stepwell.invalid"))
    assert invited.status_code == 302
    return browser


@pytest.fixture
def elena(cast: Cast, clock: None) -> Client:
    return signed_in(cast.elena_account)


def signed_in(account: object) -> Client:
    browser = Client()
    browser.force_login(account)  # type: ignore[arg-type]  # an account of ours
    return browser


def invitation(email: str) -> dict[str, str]:
    who = {"given_name": "Elena", "family_name": "Reyes", "relation": "sister"}
    return {**who, "email": email, "key": str(uuid4())}


def grant(sam: Client, cast: Cast, *items: str, press: str = "sign", **more: str) -> str:
    told = {"items": list(items), "until": UNTIL.isoformat(), "key": str(uuid4()), press: "1", **more}
    answer = sam.post(f"/me/sharing/{cast.elena.pk}", told)
    assert answer.status_code in {200, 302}
    return answer.content.decode()


def page_of(browser: Client, address: str) -> str:
    """A page without what differs between any two."""
    return TOKEN.sub("", browser.get(address).content.decode())


def test_what_was_granted_is_on_the_family_page_and_nothing_else(
    sam: Client, elena: Client, cast: Cast
) -> None:
    grant(sam, cast, "schedule")

    page = page_of(elena, "/family/")

    assert "When to come" in page
    assert "6 p.m." in page
    for never in ("The last 7 days", "CBT", "Priya", "Riverside", "Room", "cravings"):
        assert never not in page


def test_the_preview_is_the_page_she_will_see(sam: Client, elena: Client, cast: Cast) -> None:
    tried = grant(sam, cast, "schedule", "attendance", press="try")
    assert not Consent.objects.exists()

    grant(sam, cast, "schedule", "attendance")
    page = elena.get("/family/").content.decode()

    shown = re.search(r"<h3>.*?prohibits unauthorized use", tried, re.DOTALL)
    assert shown is not None
    assert shown.group() in page


def test_the_form_loses_nothing_when_something_is_wrong(sam: Client, cast: Cast) -> None:
    told = {"items": ["attendance"], "until": "2026-05-01", "key": "k"}

    answer = sam.post(f"/me/sharing/{cast.elena.pk}", told)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This day is over" in page
    assert re.search(r'value="attendance"[^>]*checked', page)


def test_prv_04_revoking_binds_the_very_next_read_and_stays_in_the_account(
    sam: Client, elena: Client, cast: Cast
) -> None:
    grant(sam, cast, "schedule")
    before = elena.get(f"/family/people/{cast.sam.pk}").status_code

    sam.post(f"/me/sharing/{cast.elena.pk}/stop", {"key": "s"})

    after = elena.get(f"/family/people/{cast.sam.pk}").status_code
    assert (before, after) == (200, 404)
    assert "Sam" not in page_of(elena, "/family/")
    assert "Elena Reyes saw what you share" in sam.get("/me/sharing/").content.decode()


def test_prv_05_what_goes_out_by_consent_carries_the_notice(sam: Client, elena: Client, cast: Cast) -> None:
    grant(sam, cast, "schedule")

    page = elena.get(f"/family/people/{cast.sam.pk}").content.decode()

    assert carries_notice(page)
    assert not carries_notice(page.replace("use or disclosure", "disclosure"))


def test_prv_06_each_disclosure_tells_everything_the_account_needs(
    sam: Client, elena: Client, cast: Cast
) -> None:
    grant(sam, cast, "schedule")
    elena.get(f"/family/people/{cast.sam.pk}")

    told = Disclosure.objects.get()

    assert told.person == cast.sam
    assert told.recipient == str(cast.elena.pk)
    assert (told.purpose, told.categories) == ("family", ["presence", "schedule"])
    assert (told.rule, told.consents) == ("consent", [str(Consent.objects.get().pk)])
    assert (told.by, told.channel) == ("Elena Reyes", "page")
    assert (told.notice_version, told.scope) == ("2024-04-16", "clear_explanation")
    assert b"elena@" not in bytes(told.words)


def test_prv_07_without_a_basis_it_is_blocked_and_kept_as_denied(
    sam: Client, elena: Client, cast: Cast
) -> None:
    answer = elena.get(f"/family/people/{cast.sam.pk}")

    assert answer.status_code == 404
    assert DeniedAttempt.objects.get().rule == "no_consent"
    assert AccessLine.objects.filter(account_id=cast.elena_account.pk, permitted=False).count() == 1
    assert not Disclosure.objects.exists()


def test_prv_09_who_was_granted_nothing_cannot_tell_whether_somebody_is_here(
    sam: Client, elena: Client, cast: Cast
) -> None:
    invited = page_of(elena, "/family/")
    nobody = page_of(elena, f"/family/people/{uuid4()}")

    assert page_of(elena, f"/family/people/{cast.sam.pk}") == nobody
    assert page_of(elena, f"/family/people/{cast.marcus.pk}") == nobody
    grant(sam, cast, "schedule")
    sam.post(f"/me/sharing/{cast.elena.pk}/stop", {"key": "s"})
    assert page_of(elena, "/family/") == invited


def test_prv_14_each_item_shows_only_while_it_is_granted_and_in_force(
    sam: Client, elena: Client, cast: Cast, at: datetime
) -> None:
    words = {"schedule": "When to come", "attendance": "The last 7 days", "episode": "How long it goes"}
    for item, title in words.items():
        replaces = Consent.objects.order_by("-offered_at", "-pk").values_list("pk", flat=True).first()
        grant(sam, cast, item, **({"replaces": str(replaces)} if replaces else {}))
        page = page_of(elena, "/family/")
        assert [one for one in words.values() if one in page] == [title]

    with time_machine.travel(at + timedelta(days=31), tick=False):
        later = page_of(signed_in(cast.elena_account), "/family/")

    assert "Sam" not in later
    assert "What helps" in later


def test_education_needs_no_record(elena: Client, cast: Cast) -> None:
    assert "What helps" in page_of(elena, "/family/")
    assert not AccessLine.objects.filter(account_id=cast.elena_account.pk).exists()


def queries_of(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_pages_of_sharing_ask_as_often_for_many_papers_and_loved_ones(
    sam: Client, elena: Client, cast: Cast
) -> None:
    grant(sam, cast, "schedule")
    elena.get("/family/")  # a first visit writes down when the session is over
    first = queries_of(sam, "/me/sharing/"), queries_of(elena, "/family/")
    for _ in range(3):
        latest = Consent.objects.order_by("-offered_at", "-pk").values_list("pk", flat=True)[0]
        grant(sam, cast, "schedule", replaces=str(latest))
        sam.post("/me/sharing/invite", invitation(f"{uuid4()}@test.stepwell.invalid"))

    assert (queries_of(sam, "/me/sharing/"), queries_of(elena, "/family/")) == first
    assert max(first) <= 24
