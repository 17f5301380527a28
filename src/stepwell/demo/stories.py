"""What is happening just now in the demo, and who has looked at whose record."""

from __future__ import annotations

from datetime import datetime, timedelta

from stepwell.actions import answering, charts, measuring, readers, swapping
from stepwell.demo.characters import chance
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.demo.rated import SAFETY_ITEM, spread
from stepwell.domain.privacy.access import Purpose
from stepwell.records.sessions.models import AttendanceState

ANSWERED_AGO = timedelta(minutes=4)
"""Dana answered so shortly ago that the on-call person's timer still runs."""


MOST_LOOKED_AT = 8


def tell(people: People, places: Places, *, at: datetime) -> None:
    """Who looked in the last two weeks, who said they are coming, and what Dana answered."""
    _look(people, places, at=at)
    _say_who_comes(people, at=at)
    _change_a_week(people["chris"], at=at - timedelta(minutes=20))
    _dana_answers(people["dana"], at=at - ANSWERED_AGO)


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


def _say_who_comes(people: People, *, at: datetime) -> None:
    """Some said ahead that they are coming to their next session; Chris has to be in court."""
    for key in ("luis", "chris", "elif", "haruka", "hoa", "adaeze", "kwame"):
        said_at = at - timedelta(minutes=30)
        chart = _own_chart(people[key], what="week", at=said_at)
        upcoming = chart.attendances.filter(state=AttendanceState.EXPECTED, starts_at__gt=at)
        first = upcoming.order_by("starts_at").first()
        if first is None:
            continue
        told = f"demo-{key}"
        if key == "chris":
            answering.decline(chart, session_id=first.session_id, reason="court", key=told, at=said_at)
        else:
            answering.confirm(chart, session_id=first.session_id, key=told, at=said_at)


def _change_a_week(chris: Participant, *, at: datetime) -> None:
    """Chris has to be in court, and took the first session that does the same job."""
    chart = _own_chart(chris, what="swap", at=at)
    upcoming = chart.attendances.filter(state=AttendanceState.EXPECTED, starts_at__gt=at + timedelta(hours=1))
    for row in upcoming.filter(session__group__isnull=False).order_by("starts_at")[:MOST_LOOKED_AT]:
        options = swapping.look(chart, row.session_id, at=at).options
        if options:
            takes_id = options[0].session.pk
            swapping.take(
                chart, session_id=row.session_id, takes_id=takes_id, reason="court", key="demo-swap", at=at
            )
            return


def _dana_answers(dana: Participant, *, at: datetime) -> None:
    """PHQ-9 with 1 at question nine, and the task it opens for the person on call."""
    answers = spread(12, "phq9", chance("dana today"))
    answers[SAFETY_ITEM] = 1
    chart = _own_chart(dana, what="measures", at=at)
    measuring.answer(chart, instrument="phq9", answers=answers, difficulty=2, key="demo-dana", at=at)


def _own_chart(participant: Participant, *, what: str, at: datetime) -> charts.Chart:
    return charts.open_own(readers.of(participant.person.account), what=what, at=at)
