"""The waiting list at the desk: place, rule and seats; a seat is offered, refused in words, given back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from cast import AT, TODAY, Cast
from on_the_way import make_track, wait
from stepwell.actions import priorities
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.waiting.models import PriorityRule, SeatHold, Track

pytestmark = pytest.mark.usefixtures("noon")

START = TODAY + timedelta(days=6)


@pytest.fixture
def june(cast: Cast) -> Client:
    assert cast.june.account is not None
    browser = Client()
    browser.force_login(cast.june.account)
    return browser


def address(name: str, key: UUID) -> str:
    return reverse(f"intake:{name}", args=[key])


def told(track: Track, /, **other: str) -> dict[str, str]:
    until = str(TODAY + timedelta(days=3))
    return {"key": "k", "track": str(track.pk), "starts_on": str(START), "until": until, **other}


def state_of(enquiry: Enquiry) -> str:
    return Enquiry.objects.get(pk=enquiry.pk).state


def test_the_list_says_place_rule_source_and_seats(cast: Cast, june: Client) -> None:
    make_track(cast)
    kim, robin = wait(cast, "Kim", at=AT - timedelta(days=2)), wait(cast, "Robin")
    june.post(address("grounds", robin.pk), {"key": "g", "grounds": ["pregnant"]})

    page = june.get("/intake/waiting").content.decode()

    assert page.index("Robin E.") < page.index("Kim E.")
    assert "First by 45 CFR 96.131(a)(2)." in page
    assert "Evenings" in page
    assert "10 seats free" in page
    assert "style=" not in page
    assert address("seat", kim.pk) in page


def test_a_seat_is_offered_and_the_person_waits_to_start(cast: Cast, june: Client) -> None:
    track, enquiry = make_track(cast), wait(cast)

    page = june.get(address("seat", enquiry.pk))
    answer = june.post(address("seat", enquiry.pk), told(track))

    assert "Evenings" in page.content.decode()
    assert answer["Location"] == address("enquiry", enquiry.pk)
    assert state_of(enquiry) == State.PENDING.value
    assert SeatHold.objects.get().starts_on == START


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"starts_on": str(TODAY - timedelta(days=1))}, "This day is over."),
        ({"track": ""}, "Choose a seat."),
        ({"until": ""}, "Say until when the seat is held."),
        ({"until": str(TODAY + timedelta(days=200))}, "for 90 days at most"),
        ({"seen": "screening"}, "A colleague moved this person just now."),
    ],
)
def test_a_wrong_offer_is_told_and_nothing_is_lost(
    cast: Cast, june: Client, wrong: dict[str, str], words: str
) -> None:
    track, enquiry = make_track(cast), wait(cast)

    answer = june.post(address("seat", enquiry.pk), told(track, **wrong))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert state_of(enquiry) == State.WAITING.value
    assert not SeatHold.objects.exists()


def test_giving_a_seat_is_dragging_to_its_page(cast: Cast, june: Client) -> None:
    enquiry = wait(cast)

    answer = june.post(address("move", enquiry.pk), {"key": "m", "to": "to_admit", "from": "board"})

    assert answer["Location"] == address("seat", enquiry.pk)


def test_a_seat_that_is_not_taken_is_given_back(cast: Cast, june: Client) -> None:
    track, enquiry = make_track(cast), wait(cast)
    june.post(address("seat", enquiry.pk), told(track))

    june.post(address("seat_back", enquiry.pk), {"key": "b", "seen": "pending"})

    assert state_of(enquiry) == State.WAITING.value
    assert SeatHold.objects.get().outcome == "freed"


def test_without_a_free_seat_the_page_says_so(cast: Cast, june: Client) -> None:
    enquiry = wait(cast)

    assert "No seat is free" in june.get(address("seat", enquiry.pk)).content.decode()


def test_seats_and_rules_are_set_up_on_one_page(cast: Cast, june: Client) -> None:
    june.post(
        "/intake/seats",
        {
            "key": "t",
            "title": "Evenings",
            "site": str(cast.riverside.pk),
            "template": str(cast.template.pk),
            "groups": [str(cast.group.pk)],
        },
    )
    june.post("/intake/rules", {"key": "r", "title": "Comes from detox", "source": "Board, February 2026"})

    page = june.get("/intake/seats").content.decode()

    assert "Evenings" in page
    assert "Board, February 2026" in page
    assert [rule.title for rule in priorities.list_rules()][-1] == "Comes from detox"


def test_a_rule_without_its_source_is_not_written(cast: Cast, june: Client) -> None:
    answer = june.post("/intake/rules", {"key": "r", "title": "Friends", "source": ""})

    assert answer.status_code == 422
    assert "A rule without a source is not fair." in answer.content.decode()
    assert not PriorityRule.objects.exists()


def test_a_rule_that_ended_counts_no_more(cast: Cast, june: Client) -> None:
    june.post("/intake/rules", {"key": "r", "title": "Comes from detox", "source": "Board"})

    june.post(address("rule_end", PriorityRule.objects.get().pk))

    assert len(priorities.list_rules()) == 3


def test_a_track_of_which_a_seat_is_held_does_not_end(cast: Cast, june: Client) -> None:
    track, enquiry = make_track(cast), wait(cast)
    june.post(address("seat", enquiry.pk), told(track))

    june.post(address("track_end", track.pk))
    assert Track.objects.get().retired_at is None

    june.post(address("seat_back", enquiry.pk), {"key": "b"})
    june.post(address("track_end", track.pk))
    assert Track.objects.get().retired_at is not None
