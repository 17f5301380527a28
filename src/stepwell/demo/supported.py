"""What goes on around treatment: messages, an answer for a family session, and needs of several people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from stepwell.actions import (
    asking_restrictions,
    charts,
    family_sessions,
    granting,
    meeting_needs,
    messaging,
    readers,
    shared_charts,
    telling_in_emergencies,
)
from stepwell.actions.charts import Chart
from stepwell.actions.meeting_needs import Outcome
from stepwell.actions.readers import SignedIn
from stepwell.actions.telling_in_emergencies import Told
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.privacy.accounting import Channel
from stepwell.domain.privacy.terms import Category
from stepwell.records.needs.models import NeedKind
from stepwell.records.people.models import Account
from stepwell.records.program.models import Staff


@dataclass(frozen=True)
class Needed:
    """A need: whose, what, how long ago it was written down and in how many days it is due."""

    whose: str
    kind: NeedKind
    words: str
    days_ago: int
    due_in: int
    owner: str = ""
    """Nobody's key is the counselor, `self` the person."""
    outcome: Outcome | None = None
    note: str = ""


NEEDS = (
    Needed("sam", NeedKind.RIDES, "A bus pass for the evenings without the car.", 12, 3),
    Needed("sam", NeedKind.WORK, "Ask the shift lead for Thursdays off.", 6, 1, "self"),
    Needed(
        "sam",
        NeedKind.PAPERS,
        "A new ID, the old one was lost.",
        20,
        -6,
        outcome=Outcome.MET,
        note="Picked up at the county office.",
    ),
    Needed("robert", NeedKind.COURT, "A letter for the hearing, with dates only.", 4, -1),
    Needed("maria", NeedKind.CHILD_CARE, "Somebody for the kids on Wednesdays after school.", 3, 6),
    Needed("jo", NeedKind.MEDICATION, "A visit for the refill before the night shifts begin.", 2, 5),
)


def support(people: People, places: Places, *, at: datetime) -> None:
    """Everything by the actions of those who do it."""
    for number, told in enumerate(NEEDS):
        _tell(people[told.whose], told, places, key=f"demo-need-{number}", at=at)
    _talk(people["sam"], at=at)
    _ask_not_to_tell(people["robert"], at=at - timedelta(hours=26))
    _tell_in_emergency(people["dana"], places.staff["priya"], at=at - timedelta(days=2))


def _ask_not_to_tell(robert: Participant, *, at: datetime) -> None:
    chart = charts.open_own(readers.of(robert.person.account), what="restriction", at=at)
    words = "Please don't tell my boss anything, whatever paper comes from there."
    asking_restrictions.ask(chart, words=words, is_paid_by_person=False, key="demo-not-told", at=at)


def _tell_in_emergency(dana: Participant, priya: Staff, *, at: datetime) -> None:
    told = Told(
        recipient_name="Lee Brandt, paramedic",
        recipient_place="City ambulance, Station 4",
        is_medical=True,
        nature="Fainted after the group and could not be woken up for some minutes.",
        categories=frozenset({Category.PRESENCE, Category.IDENTITY, Category.MEDICATIONS}),
        channel=Channel.SPOKEN,
        told_at=at - timedelta(minutes=20),
        consent_cannot_be_had=True,
    )
    telling_in_emergencies.write_down(_treat(priya, dana, at=at), told, key="demo-emergency", at=at)


def _tell(participant: Participant, told: Needed, places: Places, *, key: str, at: datetime) -> None:
    then = at - timedelta(days=told.days_ago)
    counselor = places.staff[participant.character.counselor]
    chart = _treat(counselor, participant, at=then)
    need = meeting_needs.add(
        chart,
        kind=told.kind,
        words=told.words,
        owner_id=_owner_id(told, places),
        is_own=told.owner == "self",
        due_on=max(
            (at.astimezone(participant.zone) + timedelta(days=told.due_in)).date(),
            then.astimezone(participant.zone).date(),
        ),
        key=key,
        at=then,
    )
    if told.outcome is not None and need is not None:
        ended = at - timedelta(days=5)
        later = _treat(counselor, participant, at=ended)
        meeting_needs.close(
            later, need.pk, outcome=told.outcome, words=told.note, key=f"{key}-ended", at=ended
        )


def _owner_id(told: Needed, places: Places) -> UUID | None:
    return places.staff[told.owner].pk if told.owner in places.staff else None


def _talk(sam: Participant, *, at: datetime) -> None:
    """Elena asks, Priya and Sam answer; one message is new to each of them."""
    elena = readers.of(Account.objects.get(person__supports__person=sam.person))
    counselor = sam.episode.counselor
    assert counselor is not None  # everybody of the demo has one
    words = (
        (7, "elena", "Hi Sam, hi Priya. Should I ask how it was, or wait until he tells me?"),
        (
            7,
            "counselor",
            "Asking once is fine, Elena, and then listen. You don't have to fix it.",
        ),
        (6, "sam", "What she said. And thanks for driving me on Tuesday."),
        (1, "elena", "I'm coming to the family session. Is there anything I should bring?"),
    )
    for number, (days, who, said) in enumerate(words):
        then = at - timedelta(days=days) + timedelta(minutes=number)
        _say(sam, elena, counselor, who, said, key=f"demo-said-{number}", at=then)
    _answer(sam, elena, at=at - timedelta(days=1))
    _came(sam, elena, counselor, at=at)
    then = at - timedelta(hours=20)
    messaging.write(
        _treat(counselor, sam, at=then),
        None,
        "Your letter for work is ready. See you tonight.",
        key="demo-said-9",
        at=then,
    )


def _say(
    sam: Participant, elena: SignedIn, counselor: Staff, who: str, said: str, *, key: str, at: datetime
) -> None:
    if who == "elena":
        shared = shared_charts.open_shared(elena, sam.person.pk, what="messages", at=at)
        messaging.read_shared(shared, elena)
        messaging.write_shared(shared, elena, said, key=key, at=at)
        return
    chart = (
        charts.open_own(readers.of(sam.person.account), what="messages", at=at)
        if who == "sam"
        else _treat(counselor, sam, at=at)
    )
    supporter_key = elena.reader.person_id
    talk = messaging.find_talk(chart, supporter_key, at=at)
    messaging.read(chart, talk, at=at)
    messaging.write(chart, supporter_key, said, key=key, at=at)


def _answer(sam: Participant, elena: SignedIn, *, at: datetime) -> None:
    shared = shared_charts.open_shared(elena, sam.person.pk, what="family", at=at)
    ahead = [one for one in family_sessions.list_ahead(shared) if one.starts > at]
    for one in ahead[:1]:
        family_sessions.answer(shared, elena, one.session_id, is_coming=True, key="demo-coming", at=at)


def _came(sam: Participant, elena: SignedIn, counselor: Staff, *, at: datetime) -> None:
    """Elena was at the last family session after she was let in."""
    chart = _treat(counselor, sam, at=at)
    assert elena.reader.person_id is not None  # a supporter is a person
    [grant] = granting.list_grants(chart, at=at)
    signed_at = grant.consent.consent.signed_at if grant.consent else None
    for one in family_sessions.list_at_desk(chart, at=at):
        starts_at = one.session.starts_at
        if one.has_begun and signed_at and starts_at and starts_at > signed_at:
            family_sessions.mark(
                chart, one.session.pk, elena.reader.person_id, came=True, key="demo-came", at=at
            )
            return


def _treat(counselor: Staff, participant: Participant, *, at: datetime) -> Chart:
    assert counselor.account is not None  # hired with one
    by = readers.of(counselor.account)
    return charts.open_for(by, participant.person.pk, Purpose.TREATMENT, what="record", at=at)
