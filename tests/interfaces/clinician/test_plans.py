"""Writing a plan, reviewing it and moving the level at the desk, asked for as a browser does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from actions.plans import GOAL, chart_of, plan_of, second_clinician, write, write_signed
from cast import AT, TODAY, Cast
from stepwell.actions import plans_kept
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.plans.nodes import Finding, Problem
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import LevelSegment
from stepwell.records.program.models import Staff
from stepwell.records.reviews.models import Review

Desk = Callable[[Staff], Client]


@pytest.fixture
def desk(cast: Cast) -> Iterator[Desk]:
    """A browser in which somebody of the staff is signed in."""

    def sign_in(who: Staff) -> Client:
        client = Client()
        assert who.account is not None
        client.force_login(who.account)
        return client

    with time_machine.travel(AT, tick=False):
        yield sign_in


def at(name: str, cast: Cast, *more: object) -> str:
    return reverse(f"clinician:{name}", args=[cast.sam.pk, *more])


def body(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def finding(words: str = "Sleeps badly", seen: int = 0) -> dict[str, str]:
    return {"words": words, "source": "told", "seen": str(seen), "key": str(uuid4())}


def test_without_a_plan_the_page_says_where_to_begin(cast: Cast, desk: Desk) -> None:
    assert "No plan yet" in body(desk(cast.priya), at("plan", cast))


def test_the_thread_is_drawn_with_a_link_on_each_node(cast: Cast, desk: Desk) -> None:
    write_signed(cast)
    page = body(desk(cast.priya), at("plan", cast))
    [picture] = re.findall(r'<figure class="chart thread">.*?</figure>', page, re.S)
    assert picture.count("<a href=") == len(plan_of(cast).nodes)
    assert all(f'id="k-{node.key}"' in page for node in plan_of(cast).nodes)
    assert GOAL in page


def test_a_gap_is_told_with_its_rule_and_its_source(cast: Cast, desk: Desk) -> None:
    write_signed(cast)
    page = body(desk(cast.priya), at("plan", cast))
    assert "An objective without a session for 14 days." in page
    assert "program policy" in page


def test_a_part_is_added_changed_and_taken_out_each_in_a_revision_of_its_own(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    assert browser.post(at("plan_add", cast, "finding"), finding()).status_code == 302
    [added] = plans_kept.plans_of(chart_of(cast)).latest.plan.of(Finding)  # type: ignore[union-attr]  # written
    told = {"words": "Nights", "comes_from": added.key, "seen": "1", "key": str(uuid4())}
    assert browser.post(at("plan_add", cast, "problem"), told).status_code == 302
    assert browser.post(at("plan_part", cast, added.key), finding("Sleeps 4 hours", 2)).status_code == 302
    latest = plans_kept.plans_of(chart_of(cast)).latest
    assert latest is not None
    assert [node.words for node in latest.plan.nodes] == ["Sleeps 4 hours", "Nights"]
    assert latest.plan.of(Problem)[0].comes_from == (added.key,)
    gone = {"remove": "1", "seen": "3", "key": str(uuid4())}
    browser.post(at("plan_part", cast, added.key), gone)
    latest = plans_kept.plans_of(chart_of(cast)).latest
    assert latest is not None
    assert (latest.number, latest.plan.nodes) == (4, ())


def test_what_is_wrong_is_told_and_nothing_is_lost(cast: Cast, desk: Desk) -> None:
    answer = desk(cast.priya).post(at("plan_add", cast, "finding"), {**finding(""), "found_on": "2026-13-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a few words." in page
    assert "2026-13-01" in page


def test_of_two_at_once_the_second_is_told_and_keeps_the_words(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    browser.post(at("plan_add", cast, "finding"), finding("First"))
    answer = browser.post(at("plan_add", cast, "finding"), finding("Second", seen=0))
    assert answer.status_code == 422
    assert "The plan was changed in the meantime." in answer.content.decode()
    assert "Second" in answer.content.decode()


def test_a_second_click_on_taking_out_is_told_that_it_is_done(cast: Cast, desk: Desk) -> None:
    number, browser = write(cast), desk(cast.priya)
    last = plan_of(cast).nodes[-1]
    gone = {"remove": "1", "seen": str(number), "key": str(uuid4())}
    for _ in range(2):
        answer = browser.post(at("plan_part", cast, last.key), gone, follow=True)
    assert answer.status_code == 200
    assert "taken out already" in answer.content.decode()
    assert browser.post(at("plan_part", cast, "nothing"), gone).status_code == 404


def test_who_still_wrote_on_a_part_taken_out_meanwhile_keeps_the_words(cast: Cast, desk: Desk) -> None:
    number, browser = write(cast), desk(cast.priya)
    first = plan_of(cast).of(Finding)[0]
    gone = {"remove": "1", "seen": str(number), "key": str(uuid4())}
    browser.post(at("plan_part", cast, first.key), gone)
    answer = browser.post(at("plan_part", cast, first.key), finding("Wakes at three", number))
    assert answer.status_code == 422
    assert "The plan was changed in the meantime." in answer.content.decode()
    assert "Wakes at three" in answer.content.decode()


def test_every_kind_of_part_has_its_page(cast: Cast, desk: Desk) -> None:
    write(cast)
    browser = desk(cast.priya)
    for kind in ("finding", "problem", "goal", "objective", "intervention"):
        assert browser.get(at("plan_add", cast, kind)).status_code == 200
    for node in plan_of(cast).nodes:
        assert node.words in body(browser, at("plan_part", cast, node.key))
    assert browser.get(at("plan_add", cast, "dream")).status_code == 404


def test_signed_by_the_counselor_it_waits_for_the_person(cast: Cast, desk: Desk) -> None:
    write(cast)
    browser = desk(cast.priya)
    browser.post(at("plan_sign", cast), {"number": "1", "key": str(uuid4())})
    assert "Waits for the person" in body(browser, at("plan", cast))


def test_versions_stand_side_by_side(cast: Cast, desk: Desk) -> None:
    write_signed(cast)
    write(cast, plan_of(cast).without("i"), seen=1)
    page = body(desk(cast.priya), at("plan_versions", cast))
    assert "taken out" in page
    assert page.count("<tr>") == len(plan_of(cast).nodes) + 2


def test_the_last_decision_on_a_step_is_a_second_clinicians(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    begun = browser.post(at("reviews", cast), {"key": str(uuid4())})
    review = Review.objects.get()
    assert begun.headers["Location"] == at("review", cast, review.pk)
    told = {
        "outcome": "step_down",
        "reason": "steady",
        "wish": "Fewer evenings",
        "level": "1",
        "weekly_hours": "3",
        "from_on": (TODAY + timedelta(days=5)).isoformat(),
        "key": str(uuid4()),
    }
    assert browser.post(at("review", cast, review.pk), told).status_code == 302
    assert "I agree, and sign" not in body(browser, at("review", cast, review.pk))
    teresa = desk(second_clinician(cast))
    assert "I agree, and sign" in body(teresa, at("review", cast, review.pk))
    teresa.post(at("review_agree", cast, review.pk), {"key": str(uuid4())})
    assert LevelSegment.objects.get(until_on=None).weekly_minutes == 180
    assert "3 h a week" in body(browser, at("level", cast))


def test_a_step_without_its_level_is_told_at_the_field(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    browser.post(at("reviews", cast), {"key": str(uuid4())})
    told = {"outcome": "step_up", "reason": "worse", "wish": "More help", "key": str(uuid4())}
    answer = browser.post(at("review", cast, Review.objects.get().pk), told)
    assert answer.status_code == 422
    assert "A step names the new level, its hours and its first day." in answer.content.decode()
    assert "More help" in answer.content.decode()


def test_what_happened_is_told_and_shown_as_a_reason(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    told = {"tell": "1", "tell-trigger": "housing_loss", "tell-key": str(uuid4())}
    assert browser.post(at("reviews", cast), told).status_code == 302
    assert "The place to live was lost." in body(browser, at("reviews", cast))
    assert browser.post(at("reviews", cast), {"tell": "1"}).status_code == 422


def test_a_payers_rule_is_a_reason_too(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    told = {"payer": "1", "payer-name": "Acme", "payer-days": "14", "payer-since": TODAY.isoformat()}
    assert browser.post(at("reviews", cast), told).status_code == 302
    assert "Acme asks for it every 14 days." in body(browser, at("reviews", cast))


def test_a_leave_begins_and_ends_here(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    back = (TODAY + timedelta(days=7)).isoformat()
    told = {"do": "leave", "leave-reason": "illness", "leave-returns_on": back}
    assert browser.post(at("level", cast), told).status_code == 302
    assert Episode.objects.get(pk=cast.sam_episode.pk).state == EpisodeState.HOLD.value
    browser.post(at("level", cast), {"do": "back", "key": str(uuid4())})
    assert Episode.objects.get(pk=cast.sam_episode.pk).state == EpisodeState.ACTIVE.value


def test_nobody_is_written_down_as_gone_without_the_way_back(cast: Cast, desk: Desk) -> None:
    browser = desk(cast.priya)
    told = {"do": "left", "left-reason": "against_advice"}
    assert browser.post(at("level", cast), told).status_code == 422
    assert browser.post(at("level", cast), {**told, "left-told": "on"}).status_code == 302
    assert "one tap on their phone" in body(browser, at("level", cast))


def test_the_list_of_what_is_due_leads_to_plans_and_reviews(cast: Cast, desk: Desk) -> None:
    page = body(desk(cast.priya), reverse("clinician:due"))
    assert at("plan", cast) in page
    assert at("reviews", cast) in page
