"""On the phone: the practice of tonight, tools one screen a step, own plans, and a hard moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from cast import Cast
from letting_in import own, priyas
from practiced import come_to_group, fill_in, practice
from stepwell.actions import filling_tools, hard_moments, messaging, reading_entries
from stepwell.records.practice.models import Entry, EntryVersion, Hearing, Sharing


@pytest.fixture
def sam(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.sam_account)
    return browser


@pytest.fixture
def evening(cast: Cast) -> Iterator[datetime]:
    """After Sam's group, on every clock."""
    at = come_to_group(cast)
    with time_machine.travel(at, tick=False):
        yield at


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def step(entry: Entry, number: int) -> str:
    return f"/me/entries/{entry.pk}?step={number}"


def test_after_group_the_first_page_offers_the_practice(cast: Cast, sam: Client, evening: datetime) -> None:
    assert "Practice of tonight" in page(sam, "/me/")

    begun = sam.post("/me/tonight/", {"key": "t1"})

    entry = Entry.objects.get()
    assert begun["Location"] == f"/me/entries/{entry.pk}"
    assert "Step 1 of" in page(sam, begun["Location"])
    assert "Only you see this." in page(sam, begun["Location"])


@pytest.mark.usefixtures("noon")
def test_without_a_group_there_is_no_practice_and_the_tools_are_open(sam: Client) -> None:
    assert "Practice of tonight" not in page(sam, "/me/")
    assert "Nothing for tonight" in page(sam, "/me/tonight/")
    assert "Let the wave pass" in page(sam, "/me/tools/")


def test_a_practice_is_walked_step_by_step_without_a_script(
    cast: Cast, sam: Client, evening: datetime
) -> None:
    sam.post("/me/tonight/", {"key": "t1"})
    entry = Entry.objects.get()

    answer = sam.post(step(entry, 1), {"step-1-shown": "1", "step-1": "The way home", "go": "next"})

    assert answer["Location"] == step(entry, 2)
    assert "The way home" in page(sam, step(entry, 1))
    assert "The way home" in page(sam, step(entry, 9))
    sam.post(f"/me/entries/{entry.pk}/keep", {"key": "k1", "version": "0", "shared": "done"})
    entry.refresh_from_db()
    assert (entry.done_at, entry.shared) == (evening, "done")
    assert "Done" in page(sam, "/me/")
    assert "none of your words" in page(sam, "/me/tools/")


@pytest.mark.usefixtures("noon")
def test_a_phone_saves_as_the_person_types(cast: Cast, sam: Client, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday"}, at=at)
    typed = {"thought-shown": "1", "thought": "Just once", "filled_at": at.isoformat()}

    saved = sam.post(step(entry, 2), typed, headers={"Accept": "application/json"})
    refused = sam.post(
        step(entry, 2), {**typed, "thought": "x" * 2001}, headers={"Accept": "application/json"}
    )

    assert (saved.status_code, refused.status_code) == (204, 422)
    assert "Just once" in page(sam, step(entry, 2))


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("off", [timedelta(hours=-3), timedelta(0), timedelta(hours=5)])
def test_a_phone_whose_clock_is_wrong_loses_no_word(
    cast: Cast, sam: Client, at: datetime, off: timedelta
) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday"}, at=at - timedelta(seconds=30))
    theirs = at + off

    def send(words: str, *, typed: datetime) -> None:
        headers = {"Accept": "application/json", "X-Sent-At": theirs.isoformat()}
        sent = {"trigger": words, "filled_at": typed.isoformat()}
        assert sam.post(step(entry, 1), sent, headers=headers).status_code == 204

    send("Payday, and nobody home", typed=theirs - timedelta(seconds=2))
    send("Pay", typed=theirs - timedelta(minutes=9))  # kept while there was no network
    send("Pa", typed=datetime.min.replace(tzinfo=UTC))

    assert "Payday, and nobody home" in page(sam, step(entry, 1))


@pytest.mark.usefixtures("noon")
def test_what_is_too_long_is_shown_again_with_its_sentence(cast: Cast, sam: Client, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday"}, at=at)
    long = "x" * 2001

    answer = sam.post(step(entry, 2), {"thought": long, "go": "next"})

    assert answer.status_code == 422
    assert "Use at most 2000 letters." in answer.content.decode()
    assert long in answer.content.decode()


@pytest.mark.usefixtures("noon")
def test_a_tick_that_is_taken_away_is_gone(cast: Cast, sam: Client, at: datetime) -> None:
    sam.post("/me/tools/diary-card/begin", {"key": "b1"})
    entry = Entry.objects.get()
    sam.post(step(entry, 4), {"skills-shown": "1", "skills": ["waited", "called"], "go": "next"})
    assert "called somebody" in page(sam, step(entry, 6))

    sam.post(step(entry, 4), {"skills-shown": "1", "skills": ["waited"], "go": "next"})

    assert "called somebody" not in page(sam, step(entry, 6))
    assert "waited it out" in page(sam, step(entry, 6))


@pytest.mark.usefixtures("noon")
def test_an_empty_tool_is_refused_in_words(cast: Cast, sam: Client) -> None:
    sam.post("/me/tools/chain/begin", {"key": "b1"})
    entry = Entry.objects.get()

    answer = sam.post(f"/me/entries/{entry.pk}/keep", {"key": "k1", "version": "0"})

    assert answer.status_code == 422
    assert "Write at least one word first." in answer.content.decode()


@pytest.mark.usefixtures("noon")
def test_sharing_is_chosen_again_later(cast: Cast, sam: Client, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday"}, at=at)
    filling_tools.keep(own(cast, at=at), entry.pk, seen_version=0, key="k1", at=at)
    assert "Payday" in page(sam, f"/me/entries/{entry.pk}")

    sam.post(f"/me/entries/{entry.pk}/share", {"key": "s1", "shared": "all"})

    assert reading_entries.find_one(priyas(cast, at=at), entry.pk).heading == "Payday"


@pytest.mark.usefixtures("noon")
def test_an_own_plan_is_one_tap_from_the_first_page_and_keeps_what_was(
    cast: Cast, sam: Client, at: datetime
) -> None:
    assert 'href="/me/own/safety-plan"' in page(sam, "/me/")
    assert "Not written yet" in page(sam, "/me/own/safety-plan")
    sam.post("/me/tools/safety-plan/begin", {"key": "b1"})
    entry = Entry.objects.get()
    for version, words in enumerate(["Walk to the river", "Call Mo"]):
        sam.post(step(entry, 2), {"own-shown": "1", "own": words, "go": "next"})
        sam.post(f"/me/entries/{entry.pk}/keep", {"key": f"k{version}", "version": str(version)})

    shown = page(sam, "/me/own/safety-plan")

    assert EntryVersion.objects.count() == 2
    assert shown.index("Call Mo") < shown.index("Walk to the river")
    assert "You and your counselor see this plan." in shown


@pytest.mark.usefixtures("noon")
def test_a_hard_moment_opens_contacts_first_then_one_s_own_people_and_plan(
    cast: Cast, sam: Client, at: datetime
) -> None:
    chart = own(cast, at=at)
    told = {"people": "Mo, 555 0100", "about-to": "Go to the river", "after-use": "Tell Mo"}
    entry = fill_in(chart, "staying-well", told, at=at)
    filling_tools.keep(chart, entry.pk, seen_version=0, key="k1", at=at)

    shown = page(sam, "/me/now/")

    places = [shown.index(words) for words in ("tel:988", "tel:5550100", "Go to the river", "Tell Mo")]
    assert places == sorted(places)
    assert "<textarea" not in shown
    assert "Nobody is told that you opened this page." in shown


@pytest.mark.usefixtures("noon")
def test_the_counselor_hears_of_it_only_by_what_was_agreed(cast: Cast, sam: Client, at: datetime) -> None:
    assert 'name="what"' not in page(sam, "/me/")
    sam.post("/me/now/hears", {"key": "h1", "who": "counselor"})
    assert hard_moments.rule_of(own(cast, at=at)) is Hearing.COUNSELOR
    assert 'name="what"' in page(sam, "/me/")

    sam.post("/me/now/", {"key": "n1", "what": "used"})

    priya = priyas(cast, at=at)
    [line] = messaging.read(priya, messaging.find_talk(priya, None, at=at), at=at)
    assert line.words.startswith("I used.")


def test_another_participant_finds_nothing_of_it(cast: Cast, evening: datetime) -> None:
    entry = practice(cast, shared=Sharing.ALL, at=evening)
    elena = Client()
    elena.force_login(cast.elena_account)

    assert elena.get(f"/me/entries/{entry.pk}").status_code == 404
    assert elena.get("/me/now/").status_code == 404


@pytest.mark.usefixtures("noon")
def test_the_own_plan_is_one_tap_from_the_help_page_too(sam: Client) -> None:
    assert 'href="/me/now/"' in page(sam, "/me/help")
