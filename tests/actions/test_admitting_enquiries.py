"""Admission: what is missing stops only what it must stop; an enquiry becomes an episode with its groups."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import AT, TODAY, Cast
from on_the_way import make_track, opened, own, person_of, wait
from stepwell.actions import (
    admission_checklist,
    admission_papers,
    admitting_enquiries,
    charts,
    coming_next,
    consenting,
    enrolling,
    holding_seats,
    told_at_admission,
)
from stepwell.actions.admission_checklist import SAFETY, NotAnItem
from stepwell.actions.admitting_enquiries import CannotAdmit
from stepwell.actions.charts import NotHere
from stepwell.actions.consenting import NotYoursToSign
from stepwell.actions.enrolling import CannotMove
from stepwell.domain.episodes.checklist import Act
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.decisions import Permit, Refuse
from stepwell.records.admission.models import Kind, Paper, PaperTurn, Unit
from stepwell.records.consents.models import Consent
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.schedule.models import RosterEntry
from stepwell.records.waiting.models import SeatHold

START = TODAY + timedelta(days=6)


def say(words: str) -> str:
    return words


@pytest.fixture
def robin(cast: Cast) -> Enquiry:
    """Robin has a seat in the evenings and starts in six days; the papers are given."""
    track, enquiry = make_track(cast), wait(cast)
    chart = opened(cast, enquiry)
    until = TODAY + timedelta(days=8)
    holding_seats.offer(chart, enquiry, track_id=track.pk, starts_on=START, until=until, key="offer", at=AT)
    admission_papers.give_papers(chart, language="en", say=say, key="papers", at=AT)
    return Enquiry.objects.select_related("site", "person__key").get(pk=enquiry.pk)


def may(enquiry: Enquiry, act: Act) -> bool:
    found = admission_checklist.of_enquiry(enquiry, at=AT).may[act]
    assert isinstance(found, Permit | Refuse)
    return isinstance(found, Permit)


def missing(enquiry: Enquiry) -> set[str]:
    found = admission_checklist.of_enquiry(enquiry, at=AT)
    return {line.item.key for line in found.lines if not line.is_done}


def admit(cast: Cast, enquiry: Enquiry, *, key: str = "admit", starts_on: date = START) -> Episode:
    chart = opened(cast, enquiry)
    return admitting_enquiries.admit(
        chart, enquiry, starts_on=starts_on, counselor_id=cast.priya.pk, key=key, at=AT
    ).episode


def sign(cast: Cast, enquiry: Enquiry, kind: str) -> None:
    admission_papers.sign(own(cast, enquiry), kind, key=f"sign {kind}", at=AT)


def test_without_agreeing_to_treatment_nobody_is_admitted(cast: Cast, robin: Enquiry) -> None:
    with pytest.raises(CannotAdmit, match="The person agreed to treatment"):
        admit(cast, robin)

    sign(cast, robin, "treatment_consent")
    assert admit(cast, robin).state == State.ADMITTED.value


def test_an_enquiry_becomes_an_episode_in_the_groups_of_its_seat(cast: Cast, robin: Enquiry) -> None:
    sign(cast, robin, "treatment_consent")

    episode = admit(cast, robin)

    robin.refresh_from_db()
    entry = RosterEntry.objects.get(person=robin.person_id)
    rows = Episode.objects.filter(pk=episode.pk).select_related("site", "counselor")
    coming = coming_next.of_episodes(list(rows), at=AT)
    assert (robin.state, robin.is_open, robin.episode) == (State.ADMITTED.value, False, episode)
    assert (episode.starts_on, episode.counselor, episode.template) == (START, cast.priya, cast.template)
    assert (entry.group, entry.from_on) == (cast.group, START)
    assert SeatHold.objects.get().outcome == "taken"
    assert coming[episode.pk].is_complete


def test_from_then_on_the_counselor_may_open_the_record(cast: Cast, robin: Enquiry) -> None:
    priya = cast.sign_in(cast.priya)
    with pytest.raises(NotHere):
        charts.open_for(priya, robin.person_id, Purpose.TREATMENT, what="record", at=AT)
    sign(cast, robin, "treatment_consent")

    admit(cast, robin)

    chart = charts.open_for(priya, robin.person_id, Purpose.TREATMENT, what="record", at=AT)
    assert chart.find_episode() is not None


def test_admitting_twice_with_one_key_is_admitting_once(cast: Cast, robin: Enquiry) -> None:
    sign(cast, robin, "treatment_consent")

    assert admit(cast, robin) == admit(cast, robin)


def test_who_has_no_seat_is_not_admitted(cast: Cast) -> None:
    enquiry = wait(cast, "Kim")

    with pytest.raises(CannotAdmit, match="Offer a seat first"):
        admit(cast, enquiry)


def test_treatment_does_not_begin_before_the_notice_was_given(cast: Cast, robin: Enquiry) -> None:
    sign(cast, robin, "treatment_consent")
    episode = admit(cast, robin)
    by = cast.sign_in(cast.priya)

    with pytest.raises(CannotMove, match="notice of privacy practices"):
        enrolling.move_episode(episode, to=State.ACTIVE, on=START, reason="", by=by, at=AT)

    sign(cast, robin, "privacy_notice")
    moved = enrolling.move_episode(episode, to=State.ACTIVE, on=START, reason="", by=by, at=AT)
    assert moved.state == State.ACTIVE.value


def test_who_cannot_understand_now_is_told_later_and_nothing_waits(cast: Cast, robin: Enquiry) -> None:
    chart = opened(cast, robin)
    assert not may(robin, Act.ATTEND)

    admission_checklist.tick(chart, robin, "cannot_understand_now", is_so=True, key="later", at=AT)

    assert may(robin, Act.ATTEND)
    assert "privacy_notice" in missing(robin)


def test_a_safety_plan_is_wanted_where_it_is_indicated_and_stops_the_first_session(
    cast: Cast, robin: Enquiry
) -> None:
    sign(cast, robin, "privacy_notice")
    assert may(robin, Act.ATTEND)
    chart = opened(cast, robin)

    admission_checklist.tick(chart, robin, SAFETY, is_so=True, key="safety", at=AT)
    assert not may(robin, Act.ATTEND)

    told_at_admission.tell(chart, Kind.SAFETY_PLAN, {"signs": "I stop sleeping"}, key="plan", at=AT)
    assert may(robin, Act.ATTEND)


def test_only_the_person_signs_and_staff_write_down_what_was_signed_by_hand(
    cast: Cast, robin: Enquiry
) -> None:
    chart = opened(cast, robin)

    with pytest.raises(NotYoursToSign):
        admission_papers.sign(chart, "treatment_consent", key="sign", at=AT)
    admission_papers.sign_by_hand(chart, "treatment_consent", key="hand", at=AT)

    assert PaperTurn.objects.get(turn="signed").by_hand
    assert may(robin, Act.ADMIT)


def test_a_paper_that_was_not_given_is_not_there(cast: Cast) -> None:
    enquiry = wait(cast, "Kim")

    with pytest.raises(NotHere):
        sign(cast, enquiry, "privacy_notice")


def test_papers_keep_the_text_as_it_was_given_and_giving_twice_gives_once(cast: Cast, robin: Enquiry) -> None:
    chart = opened(cast, robin)

    admission_papers.give_papers(chart, language="en", say=lambda words: f"{words}!", key="again", at=AT)

    notice = Paper.objects.get(kind="privacy_notice")
    assert notice.title == "Notice of Privacy Practices of Stepwell Test Program"
    assert (notice.version, notice.language) == ("2026-02-16/1", "en")
    assert Paper.objects.count() == PaperTurn.objects.count() == 2
    assert Consent.objects.filter(person=robin.person).count() == 1


def test_the_consent_for_payment_stops_billing_and_telling_and_nothing_else(
    cast: Cast, robin: Enquiry
) -> None:
    kept = admission_papers.find_disclosure_consent(robin.person, at=AT)
    assert kept is not None
    assert not kept.is_signed
    assert not may(robin, Act.DISCLOSE)

    consenting.sign(own(cast, robin), kept.row.pk, key="sign", at=AT)

    assert may(robin, Act.DISCLOSE)
    assert not may(robin, Act.BILL)


def test_taking_the_consent_back_binds_at_once(cast: Cast, robin: Enquiry) -> None:
    kept = admission_papers.find_disclosure_consent(robin.person, at=AT)
    assert kept is not None
    chart = own(cast, robin)
    consenting.sign(chart, kept.row.pk, key="sign", at=AT)

    consenting.revoke(chart, kept.row.pk, key="revoke", at=AT)

    assert not may(robin, Act.DISCLOSE)


def test_insurance_counts_once_the_first_day_is_authorized(cast: Cast, robin: Enquiry) -> None:
    chart = opened(cast, robin)
    told_at_admission.cover(
        chart,
        is_self_pay=False,
        needs_authorization=True,
        payer="Lakeside Health",
        number="A 12",
        from_on=TODAY,
        key="cover",
        at=AT,
    )
    assert "authorization" in missing(robin)

    agree(cast, robin, TODAY, START - timedelta(days=1))
    assert "authorization" in missing(robin)

    agree(cast, robin, START, START + timedelta(days=30))
    assert "authorization" not in missing(robin)
    paying = told_at_admission.find_paying(chart)
    assert paying is not None
    assert (paying.payer, paying.authorized[0].units) == ("Lakeside Health", 12)


def agree(cast: Cast, enquiry: Enquiry, from_on: date, until_on: date) -> None:
    told_at_admission.authorize(
        opened(cast, enquiry),
        number="X1",
        units=12,
        unit=Unit.DAY,
        from_on=from_on,
        until_on=until_on,
        key=str(until_on),
        at=AT,
    )


def test_who_pays_themselves_needs_no_authorization(cast: Cast, robin: Enquiry) -> None:
    told_at_admission.cover(
        opened(cast, robin),
        is_self_pay=True,
        needs_authorization=True,
        payer="",
        number="",
        from_on=TODAY,
        key="cover",
        at=AT,
    )

    assert "authorization" not in missing(robin)


def test_what_is_told_is_sealed(cast: Cast, robin: Enquiry) -> None:
    chart = opened(cast, robin)

    told_at_admission.tell(chart, Kind.CONTACT, {"name": "Kim", "phone": "555-0100"}, key="c", at=AT)

    found = told_at_admission.list_told(chart, Kind.CONTACT)
    raw = bytes(person_of(robin).told_at_admission.get().words)
    assert found[0].told["name"] == "Kim"
    assert b"Kim" not in raw
    assert "emergency_contact" not in missing(robin)


def test_nothing_told_is_overwritten(cast: Cast, robin: Enquiry) -> None:
    chart = opened(cast, robin)
    told_at_admission.tell(chart, Kind.SAFETY_PLAN, {"signs": "one"}, key="a", at=AT)

    told_at_admission.tell(chart, Kind.SAFETY_PLAN, {"signs": "two"}, key="b", at=AT)

    assert [one.told["signs"] for one in told_at_admission.list_told(chart, Kind.SAFETY_PLAN)] == ["two"]
    assert robin.person.told_at_admission.count() == 2


def test_what_a_record_tells_is_not_ticked(cast: Cast, robin: Enquiry) -> None:
    with pytest.raises(NotAnItem):
        admission_checklist.tick(opened(cast, robin), robin, "treatment_consent", is_so=True, key="t", at=AT)


def test_a_tick_taken_back_stays_readable(cast: Cast, robin: Enquiry) -> None:
    chart = opened(cast, robin)

    admission_checklist.tick(chart, robin, "orientation", is_so=True, key="1", at=AT)
    assert "orientation" not in missing(robin)
    admission_checklist.tick(chart, robin, "orientation", is_so=False, key="2", at=AT)

    assert "orientation" in missing(robin)
    assert robin.admission_facts.get().voided_at == AT


def test_the_list_is_the_programs_own(cast: Cast, robin: Enquiry) -> None:
    grace = cast.sign_in(cast.grace)
    board = "Board, 2026-03"
    admission_checklist.write_item(
        grace, key="", title="A locker is given", stops=[Act.ADMIT], source=board, at=AT
    )
    admission_checklist.write_item(
        grace, key="treatment_consent", title="Agreed", stops=[], is_left_out=True, source=board, at=AT
    )

    assert "a_locker_is_given" in missing(robin)
    assert "treatment_consent" not in missing(robin)
    with pytest.raises(CannotAdmit, match="A locker is given"):
        admit(cast, robin)


def test_only_a_manager_changes_the_list(cast: Cast) -> None:
    for who in (cast.june, cast.priya, cast.ada):
        with pytest.raises(NotHere):
            admission_checklist.write_item(
                cast.sign_in(who), key="", title="X", stops=[], source="Board", at=AT
            )


@pytest.mark.parametrize("who", ["grace", "ada"])
def test_who_manages_or_oversees_reads_nothing_of_it(cast: Cast, robin: Enquiry, who: str) -> None:
    sign(cast, robin, "treatment_consent")
    admit(cast, robin)
    purpose = {"grace": Purpose.OPERATIONS, "ada": Purpose.OVERSIGHT}[who]

    chart = charts.open_for(cast.sign_in(getattr(cast, who)), robin.person_id, purpose, what="record", at=AT)

    with pytest.raises(NotHere):
        told_at_admission.list_told(chart, Kind.MEDICATION)
    with pytest.raises(NotHere):
        admission_checklist.of_chart(chart, robin, at=AT)
