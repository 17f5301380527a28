"""At the desk: messages, the family of a person, and needs with owner, day and outcome."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from cast import TODAY, Cast
from letting_in import family_session, let_in, own, priyas
from stepwell.actions import meeting_needs, messaging
from stepwell.domain.privacy.terms import Category
from stepwell.records.families.models import SupporterEntry, Word
from stepwell.records.needs.models import Need, NeedKind

pytestmark = pytest.mark.usefixtures("noon")


def browser_of(cast: Cast, who: str) -> Client:
    browser = Client()
    account = getattr(cast, who).account
    assert account is not None
    browser.force_login(account)
    return browser


def page(browser: Client, address: str, *, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_inbox_shows_who_wrote_and_the_record_shows_what(cast: Cast, at: datetime) -> None:
    messaging.write(own(cast, at=at), None, "Can I come late?", key="m1", at=at)
    priya = browser_of(cast, "priya")

    assert "1 new" in page(priya, "/desk/messages")
    assert "Can I come late?" in page(priya, f"/desk/people/{cast.sam.pk}/messages")
    assert "1 new" not in page(priya, "/desk/messages")
    assert "Sam" not in page(browser_of(cast, "omar"), "/desk/messages")


def test_who_writes_to_a_supporter_is_told_what_may_be_told(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, Category.SCHEDULE, at=at)

    shown = page(browser_of(cast, "priya"), f"/desk/people/{cast.sam.pk}/messages/{cast.elena.pk}")

    assert "times to come" in shown
    assert "whether they came" not in shown


def test_who_came_to_a_family_session_is_written_down(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    session = family_session(cast, starts_at=at + timedelta(minutes=30), at=at)
    priya = browser_of(cast, "priya")
    address = f"/desk/people/{cast.sam.pk}/family"
    told = {"supporter": str(cast.elena.pk), "came": "1", "key": "c1"}

    assert "no answer yet" in page(priya, address)
    assert priya.post(f"{address}/{session.pk}", told, follow=True).status_code == 200
    assert not SupporterEntry.objects.exists()  # it hasn't begun
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        priya = browser_of(cast, "priya")
        priya.post(f"{address}/{session.pk}", told)

    assert SupporterEntry.objects.get().word == Word.CAME


def test_a_need_is_added_handed_on_and_closed(cast: Cast, at: datetime) -> None:
    priya = browser_of(cast, "priya")
    address = f"/desk/people/{cast.sam.pk}/needs"
    due = TODAY + timedelta(days=3)
    new = {"key": "n1", "kind": "court", "words": "Letter for May 20", "owner": str(cast.priya.pk)}
    assert priya.post(address, {**new, "due_on": due.isoformat()}).status_code == 302
    need = Need.objects.get()

    later = {
        "key": "h1",
        "owner": str(cast.june.pk),
        "due_on": due.isoformat(),
        "note": "June knows the clerk",
    }
    assert priya.post(f"{address}/{need.pk}", later).status_code == 302
    assert "June knows the clerk" in page(priya, address)
    assert "Letter for May 20" not in page(priya, "/desk/needs")
    assert priya.post(f"{address}/{need.pk}", {"key": "c1", "outcome": "met"}).status_code == 302

    assert Need.objects.get().outcome == "met"


def test_what_is_wrong_is_said_at_the_need_and_nothing_is_lost(cast: Cast, at: datetime) -> None:
    need = meeting_needs.add(priyas(cast, at=at), kind=NeedKind.RIDES, words="Bus pass", key="n1", at=at)
    assert need is not None
    address = f"/desk/people/{cast.sam.pk}/needs"
    wrong = {"key": "h1", "owner": str(cast.june.pk), "due_on": "2020-01-01", "note": "still looking"}

    answer = browser_of(cast, "priya").post(f"{address}/{need.pk}", wrong)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "This day is over." in shown
    assert "still looking" in shown
    assert 'value="2020-01-01"' in shown


def test_needs_ask_as_often_for_many_as_for_one(cast: Cast, at: datetime) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    priya, address = browser_of(cast, "priya"), f"/desk/people/{cast.sam.pk}/needs"
    counts = []
    for number in range(4):
        meeting_needs.add(
            priyas(cast, at=at), kind=NeedKind.RIDES, words=f"Need {number}", key=f"n{number}", at=at
        )
        page(priya, address)
        with CaptureQueriesContext(connection) as asked:
            page(priya, address)
        counts.append(len(asked))

    assert len(set(counts)) == 1
