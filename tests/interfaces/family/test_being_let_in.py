"""A supporter in the browser: let in, they read, write and answer; shut out, it is as if they never were."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from cast import Cast
from letting_in import family_session, let_in, own, priyas, shut_out
from stepwell.actions import messaging
from stepwell.domain.privacy.terms import Category
from stepwell.records.families.models import SupporterEntry
from stepwell.records.messages.models import Message

pytestmark = pytest.mark.usefixtures("noon")

ALL = (Category.SCHEDULE, Category.FAMILY_SESSIONS, Category.MESSAGES)
LESSONS = 12


@pytest.fixture
def elena(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.elena_account)
    return browser


def page(browser: Client, address: str, *, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_who_is_let_in_finds_times_sessions_and_messages_on_one_page(
    cast: Cast, elena: Client, at: datetime
) -> None:
    let_in(cast, *ALL, at=at)
    family_session(cast, starts_at=at + timedelta(days=2), at=at)
    messaging.write(own(cast, at=at), cast.elena.pk, "See you then.", key="m1", at=at)

    home = page(elena, "/family/")

    assert "1 new message" in home
    assert "When to come" in home
    assert "I&#x27;m coming" in home or "I'm coming" in home
    assert "See you then." not in home


def test_a_message_is_read_and_answered(cast: Cast, elena: Client, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, at=at)
    messaging.write(own(cast, at=at), cast.elena.pk, "See you then.", key="m1", at=at)
    address = f"/family/messages/{cast.sam.pk}"

    assert "See you then." in page(elena, address)
    sent = elena.post(address, {"key": "m2", "words": "<b>I'll</b> drive."})

    assert (sent.status_code, sent["Location"]) == (302, address)
    shown = page(elena, address)
    assert "&lt;b&gt;I&#x27;ll&lt;/b&gt; drive." in shown


def test_a_message_without_words_is_shown_again_with_a_sentence(
    cast: Cast, elena: Client, at: datetime
) -> None:
    let_in(cast, Category.MESSAGES, at=at)

    answer = elena.post(f"/family/messages/{cast.sam.pk}", {"key": "m2", "words": "  "})

    assert answer.status_code == 422
    assert "There are no words yet." in answer.content.decode()


def test_coming_to_a_session_is_said_with_one_tap(cast: Cast, elena: Client, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    session = family_session(cast, starts_at=at + timedelta(days=2), at=at)

    said = elena.post(f"/family/people/{cast.sam.pk}/sessions/{session.pk}", {"coming": "1", "key": "a1"})

    assert said.status_code == 302
    assert "You are coming" in page(elena, "/family/")


@pytest.mark.parametrize(
    "address",
    [
        "/family/people/{person}",
        "/family/messages/{person}",
        "/family/people/{person}/sessions/{session}",
    ],
)
@pytest.mark.parametrize("granted", ["nothing", "taken back", "something else"])
def test_who_is_not_let_in_is_answered_as_for_somebody_who_never_was(
    cast: Cast, elena: Client, at: datetime, address: str, granted: str
) -> None:
    """PRV-09 and PRV-14: status, headers and page are the same, but for the address that was asked."""
    session = family_session(cast, starts_at=at + timedelta(days=2), at=at)
    if granted == "taken back":
        let_in(cast, *ALL, at=at)
        messaging.write(own(cast, at=at), cast.elena.pk, "See you then.", key="m1", at=at)
        shut_out(cast, at=at)
    if granted == "something else":
        if address.endswith("{person}"):
            pytest.skip("this page is there for whatever is granted")
        let_in(cast, Category.EPISODE, at=at)
    told = []
    for person in (cast.sam.pk, cast.organization.pk):
        for ask in (elena.get, elena.post):
            answer = ask(address.format(person=person, session=session.pk), headers={"accept": "text/html"})
            words = answer.content.decode().replace(str(person), "")
            told.append((ask, answer.status_code, sorted(answer.headers.items()), _without_tokens(words)))

    assert told[0][1:] == told[2][1:]
    assert told[1][1:] == told[3][1:]
    assert not SupporterEntry.objects.exists()
    assert Message.objects.count() <= 1


def _without_tokens(words: str) -> str:
    return "\n".join(line for line in words.splitlines() if "csrf" not in line.lower())


@pytest.mark.parametrize(
    "address", ["/family/", "/family/messages", "/family/learn/", "/family/learn/helping"]
)
def test_who_was_shut_out_gets_the_pages_of_who_was_never_invited(
    cast: Cast, elena: Client, at: datetime, address: str
) -> None:
    never = _without_tokens(page(elena, address))
    let_in(cast, *ALL, at=at)
    messaging.write(own(cast, at=at), cast.elena.pk, "See you then.", key="m1", at=at)
    messaging.write(priyas(cast, at=at), cast.elena.pk, "At six.", key="m2", at=at)
    shut_out(cast, at=at)

    afterward = _without_tokens(page(elena, address))

    assert afterward == never
    assert "Sam" not in afterward


def test_education_is_there_for_every_supporter_and_opens_no_record(
    cast: Cast, elena: Client, django_assert_max_num_queries: object
) -> None:
    listed = page(elena, "/family/learn/")

    addresses = [
        part.split('"')[0] for part in listed.split('href="')[1:] if part.startswith("/family/learn/")
    ]
    lessons = [one for one in addresses if one != "/family/learn/"]
    assert len(lessons) == LESSONS
    for address in lessons:
        assert "What it rests on" in page(elena, address)


def test_no_lesson_is_made_up(cast: Cast, elena: Client) -> None:
    page(elena, "/family/learn/no-such-page", status=404)
