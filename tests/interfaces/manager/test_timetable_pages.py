"""The timetable's pages: a draft is watched, looked at, moved by hand, published and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from actions.timetabling.by_hand import WEEK, drafted, one_group
from cast import AT, ZONE, Cast
from stepwell.actions import enrolling
from stepwell.actions.timetabling import solving, viewing
from stepwell.records.schedule.models import Group
from stepwell.records.timetable.models import Draft, DraftPart, Publication

PAGES = "/manage/timetable"


@pytest.fixture
def draft(cast: Cast) -> UUID:
    return drafted(cast, AT)


@pytest.fixture
def group(cast: Cast, draft: UUID) -> Callable[[], viewing.PlacedGroup]:
    def only() -> viewing.PlacedGroup:
        (found,) = viewing.view(cast.sign_in(cast.grace), draft, at=AT).groups
        return found

    return only


def test_a_week_is_solved_from_the_page_and_shows_how_far_it_is(cast: Cast, grace: Client) -> None:
    told = {"site_ids": str(cast.riverside.pk), "week": str(WEEK), "seconds": "20", "key": "once"}
    first, again = grace.post(PAGES, told), grace.post(PAGES, told)

    assert first.status_code == 302
    assert (again["Location"], Draft.objects.count()) == (first["Location"], 1)
    shown = grace.get(first["Location"]).content.decode()
    assert "Waits for a worker that is free." in shown
    assert "Stop here" in shown


@pytest.mark.parametrize(("field", "value"), [("week", "2026-W60"), ("site_ids", ""), ("seconds", "7")])
def test_what_can_not_be_solved_is_refused_beside_its_field(
    cast: Cast, grace: Client, field: str, value: str
) -> None:
    told = {"site_ids": str(cast.riverside.pk), "week": str(WEEK), "seconds": "20", field: value}

    answer = grace.post(PAGES, told)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Draft.objects.exists()


def test_a_solved_draft_shows_its_groups_and_five_figures(cast: Cast, grace: Client, draft: UUID) -> None:
    shown = grace.get(f"{PAGES}/{draft}").content.decode()

    for words in (
        "Placed with full hours",
        "Clashes with work or family",
        "Group size",
        "Moved by this plan",
    ):
        assert words in shown
    assert "Group CBT" in shown
    assert "Priya N." in shown
    assert "Sam Reyes" not in shown  # the wall counts people; only who needs a way in is named


@pytest.mark.parametrize("view", ["room", "leader", "hours"])
def test_the_week_is_shown_by_room_leader_and_hour(grace: Client, draft: UUID, view: str) -> None:
    assert grace.get(f"{PAGES}/{draft}?view={view}").status_code == 200


def test_a_group_is_moved_from_its_page_and_stays_there(
    grace: Client, draft: UUID, group: Callable[[], viewing.PlacedGroup]
) -> None:
    before = group()
    page = grace.get(f"{PAGES}/{draft}/group?group={before.key}").content.decode()
    assert "Where it could go" in page

    place = f"{before.day.isoformat()}T17:30"
    grace.post(f"{PAGES}/{draft}/move", {"group": before.key, "place": place, "key": "m"})

    assert (group().starts.hour, group().starts.minute, group().is_locked) == (17, 30, True)


def test_a_move_that_breaks_a_rule_says_why_and_leaves_the_wall_as_it_was(
    grace: Client, draft: UUID, group: Callable[[], viewing.PlacedGroup]
) -> None:
    before = group()
    told = {"group": before.key, "day": before.day.isoformat(), "start": "10:00", "key": "m"}

    answer = grace.post(f"{PAGES}/{draft}/move", told, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "Not moved." in answer.content.decode()
    assert group() == before


@pytest.mark.parametrize("told", [{}, {"day": "soon", "start": "late"}, {"place": "T"}])
def test_a_move_without_a_time_is_answered_in_a_sentence(
    grace: Client, draft: UUID, told: dict[str, str]
) -> None:
    answer = grace.post(f"{PAGES}/{draft}/move", told)

    assert [str(one) for one in get_messages(answer.wsgi_request)] == [
        "Choose a day and a time, like 2026-11-30 and 18:00."
    ]


def test_a_published_week_can_be_taken_back(grace: Client, draft: UUID) -> None:
    before = set(Group.objects.filter(ends_on=None).values_list("pk", flat=True))
    assert "What it changes" in grace.get(f"{PAGES}/{draft}/publish").content.decode()

    grace.post(f"{PAGES}/{draft}/publish", {"key": "p"})
    assert "Take back" in grace.get(f"{PAGES}/{draft}").content.decode()
    grace.post(f"{PAGES}/{draft}/undo", {"key": "u"})

    assert set(Group.objects.filter(ends_on=None).values_list("pk", flat=True)) == before


def test_two_drafts_stand_side_by_side(cast: Cast, grace: Client, draft: UUID) -> None:
    drafted(cast, AT, key="second", solve=one_group(cast))

    shown = grace.get(f"{PAGES}/{draft}/compare").content.decode()

    assert "Nobody's week differs." in shown or "differ" in shown
    assert "Groups only in the first" in shown


def test_a_draft_that_is_solved_can_be_put_away_and_one_under_way_not(
    cast: Cast, grace: Client, draft: UUID
) -> None:
    by = cast.sign_in(cast.grace)
    waiting = solving.start_solving(by, site_ids=[cast.riverside.pk], week=WEEK, key="w", at=AT)

    for one in (draft, waiting):
        grace.post(f"{PAGES}/{one}/steer", {"do": "drop", "key": f"drop-{one}"})

    assert grace.get(f"{PAGES}/{draft}").status_code == 404
    assert grace.get(f"{PAGES}/{waiting}").status_code == 200


def test_what_if_asks_and_lists_its_answers(grace: Client, draft: UUID) -> None:
    nothing = grace.post(f"{PAGES}/{draft}/what-if", {"key": "q"})
    asked = grace.post(f"{PAGES}/{draft}/what-if", {"groups_of": "8", "more": "10", "key": "q2"})

    assert (nothing.status_code, asked.status_code) == (422, 302)
    shown = grace.get(f"{PAGES}/{draft}/what-if").content.decode()
    assert "With groups of at most 8" in shown
    assert "With 10 more people" in shown


def test_a_draft_of_nobodys_is_not_here(grace: Client, june: Client, draft: UUID) -> None:
    unknown = "01a2093c-0000-7000-8000-000000000000"

    assert grace.get(f"{PAGES}/{unknown}").status_code == 404
    assert june.get(f"{PAGES}/{draft}").status_code == 404
    assert grace.get(f"{PAGES}/{draft}/group?group=nothing").status_code == 404
    assert grace.get(f"{PAGES}/{draft}/compare?with={unknown}").status_code == 404


def test_what_changed_since_stands_on_the_draft_and_before_publishing(
    cast: Cast, grace: Client, draft: UUID
) -> None:
    quiet = grace.get(f"{PAGES}/{draft}/changes", headers={"HX-Request": "true"}).content.decode()
    enrolling.tell_busy(
        cast.sam, kind="work", weekday=1, from_time=time(9), until_time=time(17), zone=ZONE, at=AT
    )

    told = grace.get(f"{PAGES}/{draft}/changes", headers={"HX-Request": "true"}).content.decode()
    page = grace.get(f"{PAGES}/{draft}/publish").content.decode()
    unseen = grace.post(f"{PAGES}/{draft}/publish", {"key": "p"})

    assert "Things changed" not in quiet
    assert "Things changed since this was solved: 1 person&#x27;s times or wishes." in told
    assert 'value="anew"' in told
    assert "Publish it all the same" in page
    assert unseen.status_code == 422
    token = re.search(r'name="despite" value="([0-9.]+)"', page)
    assert token
    grace.post(f"{PAGES}/{draft}/publish", {"key": "p", "despite": token[1]})
    assert Publication.objects.count() == 1


def test_a_draft_is_solved_again_with_the_facts_of_now(grace: Client, draft: UUID) -> None:

    grace.post(f"{PAGES}/{draft}/steer", {"do": "anew", "key": "a"})

    assert DraftPart.objects.get(draft=draft).state == "waiting"


def test_a_week_can_be_published_for_itself_alone(cast: Cast, grace: Client) -> None:
    moved = drafted(cast, AT, solve=one_group(cast, begin=time(17, 30)))

    shown = grace.get(f"{PAGES}/{moved}/publish?for=week").content.decode()
    grace.post(f"{PAGES}/{moved}/publish", {"key": "p", "for": "week"})

    assert "Groups that pause" in shown
    assert 'name="for" value="week"' in shown
    assert Publication.objects.get().until_on == WEEK.next().monday
    page = grace.get(f"{PAGES}/{moved}").content.decode()
    assert "On Monday, May 25 the usual week comes back." in page
