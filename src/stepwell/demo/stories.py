"""What is happening just now in the demo, and who has looked at whose record."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from stepwell.actions import charts, reaching, readers
from stepwell.actions.readers import SignedIn
from stepwell.demo.characters import chance
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.demo.rated import SAFETY_ITEM, response, spread
from stepwell.domain.privacy.access import Purpose
from stepwell.records.sessions.models import Attendance, AttendanceState, Intent

ANSWERED_AGO = timedelta(minutes=4)
"""Dana answered so shortly ago that the on-call person's timer still runs."""


def tell(people: People, places: Places, *, by: SignedIn, at: datetime) -> None:
    """Who looked in the last two weeks, who said they are coming, and what Dana answered."""
    _look(people, places, at=at)
    _say_who_comes(people, at=at)
    _dana_answers(people["dana"], by=by, at=at - ANSWERED_AGO)


def _look(people: People, places: Places, *, at: datetime) -> None:
    """Counselors and intake opened records, in the order of time, each opening with its line."""
    signed_in = {key: readers.of(staff.account) for key, staff in places.staff.items() if staff.account}
    for days in range(14, 0, -1):
        luck = chance(f"looks {days}")
        for number, key in enumerate(luck.sample(sorted(people), 3) + ["sam"] * (days % 3 == 0)):
            participant = people[key]
            moment = at - timedelta(days=days) + timedelta(minutes=7 * number)
            reader = signed_in[participant.character.counselor]
            what = luck.choice(("record", "check_ins", "measures"))
            charts.open_for(reader, participant.person.pk, Purpose.TREATMENT, what=what, at=moment)
    june = signed_in["june"]
    charts.open_for(june, people["sam"].person.pk, Purpose.INTAKE, what="record", at=at - timedelta(hours=20))


@transaction.atomic(durable=True)
def _say_who_comes(people: People, *, at: datetime) -> None:
    """Some said ahead that they are coming to their next session; Chris has to be in court."""
    for key in ("luis", "chris", "elif", "haruka", "hoa", "adaeze", "kwame"):
        upcoming = Attendance.objects.filter(
            person=people[key].person, state=AttendanceState.EXPECTED, starts_at__gt=at
        )
        first = upcoming.order_by("starts_at").first()
        if first is not None:
            first.intent = Intent.CANNOT if key == "chris" else Intent.COMING
            first.reason = "court" if key == "chris" else ""
            first.intent_at = at - timedelta(hours=2)
            first.save(update_fields=["intent", "reason", "intent_at"])


@transaction.atomic(durable=True)
def _dana_answers(dana: Participant, *, by: SignedIn, at: datetime) -> None:
    """PHQ-9 with 1 at question nine, and the task it opens for the person on call."""
    answers = spread(12, "phq9", chance("dana today"))
    answers[SAFETY_ITEM] = 1
    row = response(dana, "phq9", answers, at=at)
    row.save(force_insert=True)
    chart = charts.open_for(by, dana.person.pk, Purpose.SYSTEM, what="safety", at=at)
    reaching.open_safety_task(chart, response_id=row.pk, at=at)
