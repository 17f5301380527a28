"""The person's own plan and the way back, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from actions.plans import GOAL, chart_of, own_chart, plan_of, write, write_signed
from cast import AT, Cast
from stepwell.actions import leaving, planning_care, plans_kept
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.records.episodes.models import Episode
from stepwell.records.reviews.models import ReviewEvent


@pytest.fixture
def sam(cast: Cast) -> Iterator[Client]:
    browser = Client()
    with time_machine.travel(AT, tick=False):
        browser.force_login(cast.sam_account)
        yield browser


def offer(cast: Cast) -> int:
    """A plan that Priya signed and Sam has yet to sign."""
    number = write(cast)
    planning_care.sign(chart_of(cast), number=number, key="", at=AT)
    return number


def test_a_draft_is_not_shown(cast: Cast, sam: Client) -> None:
    write(cast)
    page = sam.get("/me/plan").content.decode()
    assert "No plan yet" in page
    assert GOAL not in page


def test_the_plan_is_read_in_the_persons_own_words_and_signed(cast: Cast, sam: Client) -> None:
    number = offer(cast)
    page = sam.get("/me/plan").content.decode()
    assert "What I want" in page
    assert GOAL in page
    sam.post("/me/plan/sign", {"number": number, "key": str(uuid4())})
    assert "Sign my plan" not in sam.get("/me/plan").content.decode()
    assert plans_kept.plans_of(own_chart(cast)).in_force is not None


def test_gaps_are_for_the_counselor_and_not_for_the_person(cast: Cast, sam: Client) -> None:
    write_signed(cast)
    assert "without a session" not in sam.get("/me/plan").content.decode()


def test_a_plan_that_changed_meanwhile_is_not_signed(cast: Cast, sam: Client) -> None:
    number = offer(cast)
    second = write(cast, plan_of(cast).without("i"), seen=number)
    planning_care.sign(chart_of(cast), number=second, key="", at=AT)
    page = sam.post("/me/plan/sign", {"number": number, "key": str(uuid4())}, follow=True)
    assert "The plan was changed in the meantime." in page.content.decode()


def test_one_tap_asks_for_a_review(cast: Cast, sam: Client) -> None:
    sam.post("/me/plan/review", {"key": str(uuid4())})
    assert ReviewEvent.objects.get().trigger == "request"


def test_the_title_tells_nothing(cast: Cast, sam: Client) -> None:
    offer(cast)
    for address in ("/me/plan", "/me/way-back"):
        assert "<title>Notes</title>" in sam.get(address).content.decode()


def test_who_left_finds_the_way_back_on_the_first_page_and_takes_it_in_one_tap(
    cast: Cast, sam: Client
) -> None:
    leaving.leave(chart_of(cast), reason="against_advice", is_way_told=True, key="", at=AT)
    page = sam.get("/me/").content.decode()
    assert "Your seat is held for you" in page
    sam.post("/me/way-back", {"key": str(uuid4())})
    assert Episode.objects.get(person=cast.sam, is_open=True).state == EpisodeState.PENDING.value
    assert "Your seat is held for you" not in sam.get("/me/").content.decode()


def test_who_is_here_is_told_so(cast: Cast, sam: Client) -> None:
    assert "There is nothing to come back from." in sam.get("/me/way-back").content.decode()
    sam.post("/me/way-back", {"key": str(uuid4())})
    assert Episode.objects.filter(person=cast.sam).count() == 1
