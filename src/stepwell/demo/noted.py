"""Session notes of the demo: the last days' groups are signed, the latest waits for its leader."""

from __future__ import annotations

from datetime import datetime, timedelta

from stepwell.actions import charts, readers, room, signing_notes, writing_notes
from stepwell.actions.writing_notes import Typed
from stepwell.demo.places import Places
from stepwell.domain.notes.written import OfSession, Participation, Written
from stepwell.domain.privacy.access import Purpose
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Session, SessionStatus

BACK = timedelta(days=15)
"""How far back notes go; what is older was written in the system before."""
SUPERVISED = ("daniel", "priya")
"""Who is in training, and who co-signs."""
TOPICS = ("chain", "outside-cues", "inside-cues", "cravings-pass")
LINES = (
    "Named two people to call on Friday and wrote their numbers on the card.",
    "Quiet at first; then described the drive home past the old corner and a second way around it.",
    "Laughed about a plan that came to nothing and drew up another one for the weekend.",
    "Brought the week's craving sheet, highest on payday, lower after the walk.",
    "Found it hard to sit still and asked for a short break, came back and finished the exercise.",
    "Told how anger at work turned into a craving and where it could have been caught.",
    "Read the practice aloud and said that the second step was the one that helped.",
    "Doubts that breathing does anything; agreed to try it once before Thursday and to say how it went.",
    "Proud of a first sober birthday party; spelled out what made it possible.",
    "Slept badly, said so, and asked to go through the evening plan step by step.",
    "Drew a chain with six links and picked the phone call as the one to change.",
    "Spoke of shame after the slip in May and let others answer to it.",
    "Wants to see the children every Sunday and put the visits into the week plan.",
    "Listened with care and named what is the same in the story at home.",
)
_PARTS = (Participation.FREELY, Participation.WHEN_ASKED, Participation.FREELY, Participation.LISTENED)


def write_notes(places: Places, *, at: datetime) -> None:
    """Priya signs what is over and leaves the latest open; the one in training waits for her signature."""
    trainee, supervisor = (places.staff[key] for key in SUPERVISED)
    trainee.supervisor = supervisor
    trainee.save(update_fields=["supervisor"])
    for leader, at_most in ((supervisor, 100), (trainee, 1)):
        sessions = _over(leader, at=at)
        for place, session in enumerate(sessions[:at_most]):
            is_latest = place == 0 and leader is supervisor
            _write(leader, session, place, is_latest=is_latest)


def _over(leader: Staff, *, at: datetime) -> list[Session]:
    """The leader's sessions that are over: groups and talks, the latest group first."""
    rows = Session.objects.filter(
        leader=leader, status=SessionStatus.HELD, ends_at__lt=at, ends_at__gt=at - BACK
    )
    return sorted(rows.order_by("-ends_at"), key=lambda session: session.group_id is None)


def _write(leader: Staff, session: Session, place: int, *, is_latest: bool) -> None:
    assert leader.account is not None  # the demo's staff can all sign in
    assert session.ends_at is not None  # asked for those that are over
    by, written_at = readers.of(leader.account), session.ends_at - timedelta(minutes=8)
    topic = TOPICS[place % len(TOPICS)]
    about = room.suggested(topic, language="en") or OfSession()
    writing_notes.write_session(
        by, session_id=session.pk, told=about, typed=Typed(0, key=f"demo-about-{session.pk}"), at=written_at
    )
    now = room.open_room(by, session.pk, at=written_at)
    versions = {}
    came = [one for one in now.lines if one.came]
    for number, one in enumerate(came):
        if is_latest and number % 2:
            continue
        told = Written(
            participation=_PARTS[(number + place) % len(_PARTS)],
            goals=tuple(goal.key for goal in one.goals[:1]),
            line=LINES[(number + 3 * place) % len(LINES)],
            talk_with=number == 2,
        )
        chart = charts.open_for(by, one.person.pk, Purpose.TREATMENT, what="session_note", at=written_at)
        typed = Typed(0, key=f"demo-note-{session.pk}-{number}")
        writing_notes.write_line(chart, session_id=session.pk, told=told, typed=typed, at=written_at)
        versions[one.person.pk] = 1
    if not is_latest:
        signed_at = session.ends_at + timedelta(minutes=6)
        signing_notes.sign(by, session.pk, versions=versions, reasons={}, at=signed_at)
