"""From the criteria to the end of the year after, on the pages of the desk and of the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from cast import TODAY, Cast
from stepwell.actions import coming_next, composing, readers, support_groups
from stepwell.actions.composing import Letter
from stepwell.actions.support_groups import Told
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.aftercare.models import (
    AftercareContact,
    DischargeSummary,
    FollowUp,
    PeerInvitation,
    StayInTouch,
    WarningSign,
)
from stepwell.records.effects.models import OutboxRow
from stepwell.records.episodes.models import Episode
from stepwell.records.schedule.models import RosterEntry

EVERYTHING = {"goals": "met", "prevention_practiced": "met", "medication": "none", "naloxone": "given"}


@pytest.fixture
def desk(cast: Cast, client: Client, at: datetime) -> Iterator[Client]:
    with time_machine.travel(at, tick=False):
        client.force_login(cast.priya.account)
        yield client


def later(at: datetime, days: int, desk: Client, cast: Cast) -> time_machine.travel:
    """The same desk so many days on, signed in anew."""
    travel = time_machine.travel(at + timedelta(days=days), tick=False)
    travel.start()
    desk.force_login(cast.priya.account)
    travel.stop()
    return travel


def phone_of(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.sam_account)
    return browser


def page(cast: Cast, name: str) -> str:
    return f"/desk/people/{cast.sam.pk}/{name}"


def judge(desk: Client, cast: Cast, key: str, code: str, *, on: date | None = None, words: str = "") -> int:
    told = {
        "criterion": key,
        f"{key}-code": code,
        f"{key}-words": words,
        f"{key}-key": f"k-{key}-{code}-{on}",
    }
    if on is not None:
        told[f"{key}-on"] = on.isoformat()
    return desk.post(page(cast, "graduation"), told).status_code


def make_ready(desk: Client, cast: Cast) -> None:
    for key, code in EVERYTHING.items():
        assert judge(desk, cast, key, code) == 302
    visit = TODAY + timedelta(days=3)
    assert judge(desk, cast, "early_visit", "booked", on=visit, words="Dr. Lin, Lake Clinic") == 302
    plan = {"do": "plan", "support": "My sister, and Tuesdays", "key": "plan"}
    assert desk.post(page(cast, "graduation"), plan).status_code == 302


def graduate(desk: Client, cast: Cast, *, on: date = TODAY, key: str = "g") -> int:
    told = {"do": "graduate", "on": on.isoformat(), "reason": "goals_reached", "wish": "To keep my job"}
    return desk.post(page(cast, "graduation"), {**told, "key": key}).status_code


def call(desk: Client, cast: Cast, on: date, *, reached: bool = True, signs: tuple[str, ...] = ()) -> int:
    told = {"do": "contact", "on": on.isoformat(), "was_reached": "1" if reached else "0", "manner": "phone"}
    return desk.post(
        page(cast, "after"), {**told, "signs": list(signs), "key": f"c-{on}-{reached}"}
    ).status_code


def state_of(cast: Cast) -> str:
    return Episode.objects.get(pk=cast.sam_episode.pk).state


def test_nobody_graduates_while_something_is_missing_and_it_is_named(desk: Client, cast: Cast) -> None:
    for key, code in EVERYTHING.items():
        judge(desk, cast, key, code)

    answer = desk.get(page(cast, "graduation")).content.decode()

    assert "not known yet" in answer
    assert graduate(desk, cast) == 422
    assert state_of(cast) == "active"


def test_a_graduation_is_dated_ends_the_groups_and_leads_to_aftercare(desk: Client, cast: Cast, at) -> None:
    make_ready(desk, cast)

    assert graduate(desk, cast) == 302
    assert graduate(desk, cast, key="another colleague") == 422

    episode = Episode.objects.get(pk=cast.sam_episode.pk)
    assert (episode.state, episode.is_open, episode.ends_on) == ("graduated", False, TODAY)
    assert not RosterEntry.objects.filter(person=cast.sam, until_on=None).exists()
    steps = coming_next.of_everybody(readers.system(cast.organization.pk, name="test"), at=at)
    [step] = [one for one in steps if one.person_id == cast.sam.pk]
    assert (step.what, step.owner) == ("begin_aftercare", cast.priya)


@pytest.mark.parametrize(
    ("key", "code", "words"),
    [("continuing_plan", "waived", "no need"), ("goals", "waived", ""), ("goals", "nonsense", "")],
)
def test_what_may_not_be_waived_or_has_no_reason_is_told_at_the_field(
    desk: Client, cast: Cast, key: str, code: str, words: str
) -> None:
    assert judge(desk, cast, key, code, words=words) == 422
    assert judge(desk, cast, "goals", "waived", words="Goes on with it elsewhere") == 302


def test_a_visit_after_more_than_a_week_is_not_early(desk: Client, cast: Cast) -> None:
    make_ready(desk, cast)
    judge(desk, cast, "early_visit", "booked", on=TODAY + timedelta(days=8), words="Lake Clinic")

    assert graduate(desk, cast) == 422


def test_the_certificate_says_nothing_of_treatment_unless_asked(desk: Client, cast: Cast) -> None:
    assert phone_of(cast).get("/me/after/certificate").status_code == 404
    make_ready(desk, cast)
    graduate(desk, cast)

    neutral = phone_of(cast).get("/me/after/certificate").content.decode()
    named = phone_of(cast).get("/me/after/certificate?words=program").content.decode()

    assert "<title>Notes</title>" in neutral
    article = neutral[neutral.index('<article class="certificate"') : neutral.index("</article>")]
    assert "Sam Reyes" in article
    assert not any(word in article.lower() for word in ("stepwell", "treatment", "recovery", "outpatient"))
    assert "Stepwell Test Program" in named


def test_a_signed_summary_stays_as_it_is_and_can_be_added_to(desk: Client, cast: Cast) -> None:
    words = {"reason": "Came in March", "course": "Steady", "condition": "Well", "goes_on": "Tuesdays"}
    assert desk.post(page(cast, "summary"), {**words, "key": "early"}).status_code == 422
    make_ready(desk, cast)
    graduate(desk, cast)
    assert desk.post(page(cast, "summary"), {"reason": "Half", "key": "half"}).status_code == 422

    assert desk.post(page(cast, "summary"), {**words, "key": "s"}).status_code == 302
    assert desk.post(page(cast, "summary"), {"goes_on": "Moved to Mondays", "key": "s2"}).status_code == 302

    shown = desk.get(page(cast, "summary")).content.decode()
    assert "Came in March" in shown
    assert "Moved to Mondays" in shown
    assert "Priya Natarajan" in shown
    with pytest.raises(Exception, match="never changed"):
        DischargeSummary.objects.update(signer="Somebody else")


def test_only_a_talk_begins_the_year_and_a_sign_brings_the_next_call_closer(
    desk: Client, cast: Cast, at: datetime
) -> None:
    make_ready(desk, cast)
    graduate(desk, cast)
    with later(at, 6, desk, cast):
        today = TODAY + timedelta(days=6)
        assert call(desk, cast, today, reached=False) == 302
        assert state_of(cast) == "graduated"
        assert call(desk, cast, today) == 302
    assert state_of(cast) == "continuing_care"
    assert AftercareContact.objects.count() == 2

    then = at + timedelta(days=120)
    for weeks in range(2, 17):
        day = TODAY + timedelta(days=7 * weeks)
        with later(at, 7 * weeks, desk, cast):
            call(desk, cast, day)
    with later(at, 120, desk, cast):
        before = _due(cast, then)
        phone_of(cast).post("/me/after/harder", {"signs": ["craving", "nonsense"], "key": "h"})
        assert WarningSign.objects.get().sign == "craving"
        assert _due(cast, then) < before
        assert _due(cast, then) <= then + timedelta(days=2, hours=12)


def _due(cast: Cast, at: datetime) -> datetime:
    steps = coming_next.of_everybody(readers.system(cast.organization.pk, name="test"), at=at)
    [step] = [one for one in steps if one.person_id == cast.sam.pk]
    assert step.is_complete
    assert step.due_at is not None
    return step.due_at


def test_a_follow_up_is_answered_once_and_who_is_missing_counts_as_missing(
    desk: Client, cast: Cast, at: datetime
) -> None:
    make_ready(desk, cast)
    graduate(desk, cast)
    assert phone_of(cast).get("/me/after/questions").status_code == 404
    with later(at, 30, desk, cast):
        phone = phone_of(cast)
        assert phone.post("/me/after/questions", {"key": "empty"}).status_code == 422
        assert phone.post("/me/after/questions", {"use": "nonsense", "key": "n"}).status_code == 422
        assert phone.post("/me/after/questions", {"use": "none", "key": "f"}).status_code == 302
        again = phone.post("/me/after/questions", {"use": "none", "key": "f"}, follow=True)
        assert "You answered these questions already." in again.content.decode()
        assert FollowUp.objects.get().answers == {"use": "none"}
        second = desk.get(page(cast, "follow-up"), follow=True)
        assert "written down already" in second.content.decode()
        assert "PHQ-9" in phone.get("/me/after").content.decode()
    with later(at, 150, desk, cast):
        shown = desk.get("/desk/after").content.decode()
    assert "1 of 1 reached, 0 missing" in shown
    assert "0 of 1 reached, 1 missing" in shown


def test_the_year_ends_once_it_is_over_and_who_agreed_is_among_the_alumni(
    desk: Client, cast: Cast, at: datetime
) -> None:
    make_ready(desk, cast)
    graduate(desk, cast)
    call(desk, cast, TODAY)
    phone_of(cast).post("/me/after/in-touch", {"key": "yes"})
    assert desk.post(page(cast, "after"), {"do": "end", "key": "e0"}).status_code == 422
    with later(at, 366, desk, cast):
        assert desk.post(page(cast, "after"), {"do": "end", "key": "e"}).status_code == 302
    assert state_of(cast) == State.ALUMNI.value


def test_only_who_agreed_is_invited_and_it_opens_no_record(desk: Client, cast: Cast, at: datetime) -> None:
    make_ready(desk, cast)
    graduate(desk, cast)
    told = {"do": "invite", "asks_for": "story", "on": TODAY.isoformat(), "starts_at": "18:00", "key": "i"}
    assert desk.post(page(cast, "after"), told).status_code == 422
    phone = phone_of(cast)
    phone.post("/me/after/in-touch", {"key": "yes"})
    assert desk.post(page(cast, "after"), {**told, "key": "i2"}).status_code == 302
    invitation = PeerInvitation.objects.get()

    assert "Tell how it went" in phone.get("/me/after").content.decode()
    phone.post(f"/me/after/invitations/{invitation.pk}", {"comes": "1", "key": "c"})
    invitation.refresh_from_db()
    assert invitation.answer == "comes"
    for address in (f"/desk/people/{cast.marcus.pk}", f"/desk/sessions/{cast.today.pk}", "/desk/after"):
        assert phone.get(address).status_code == 404

    phone.post("/me/after/in-touch", {"stop": "1", "key": "no"})
    assert StayInTouch.objects.get().ended_at is not None
    assert "Tell how it went" not in phone.get("/me/after").content.decode()
    assert desk.post(page(cast, "after"), {**told, "key": "i3"}).status_code == 422


def test_a_counselor_of_another_site_sees_none_of_it(desk: Client, cast: Cast) -> None:
    make_ready(desk, cast)
    graduate(desk, cast)
    desk.force_login(cast.omar.account)

    for name in ("graduation", "summary", "after"):
        assert desk.get(page(cast, name)).status_code == 404
    assert "Sam" not in desk.get("/desk/after").content.decode()


def test_the_person_sees_the_programs_own_list_of_support_groups(desk: Client, cast: Cast, at) -> None:
    grace = cast.sign_in(cast.grace)
    told = Told("Tuesday Circle", "secular", 1, time(19), where="12 Lake Street")
    support_groups.add(grace, cast.riverside, told, key="a", at=at)
    support_groups.add(
        grace, cast.hill, Told("Hill Steps", "mutual", 2, time(7), where="Hill"), key="b", at=at
    )

    shown = phone_of(cast).get("/me/after/groups").content.decode()
    other_kind = phone_of(cast).get("/me/after/groups?kind=faith").content.decode()

    assert "Tuesday Circle" in shown
    assert "Hill Steps" not in shown
    assert "Tuesday Circle" not in other_kind


def test_the_next_call_is_named_on_the_first_page_and_a_day_gone_by_is_not(
    desk: Client, cast: Cast, at: datetime
) -> None:
    make_ready(desk, cast)
    graduate(desk, cast)
    assert "<b>Tuesday, May 19</b>" in phone_of(cast).get("/me/").content.decode()
    with later(at, 20, desk, cast):
        for address in ("/me/", "/me/after"):
            shown = phone_of(cast).get(address).content.decode()
            assert "We call you soon" in shown
            assert "<b>Tuesday, May 19</b>" not in shown


def test_who_is_invited_back_hears_of_a_message_and_of_nothing_else(
    desk: Client, cast: Cast, at: datetime
) -> None:
    make_ready(desk, cast)
    graduate(desk, cast)
    phone_of(cast).post("/me/after/in-touch", {"key": "yes"})
    day = (TODAY + timedelta(days=5)).isoformat()
    told = {"do": "invite", "asks_for": "story", "on": day, "starts_at": "18:00", "key": "i"}
    desk.post(page(cast, "after"), told)
    row = OutboxRow.objects.get(kind="peer_invited")

    letter = composing.compose(row, base_url="https://notes.example", at=at)
    assert isinstance(letter, Letter)
    assert letter.subject == letter.text.splitlines()[0] == "You have a message"

    phone_of(cast).post("/me/after/in-touch", {"stop": "1", "key": "no"})
    assert composing.compose(row, base_url="https://notes.example", at=at) == composing.NO_LONGER_TRUE
