"""One row of each kind that an address can name: Marcus's, or of somebody who asked at Riverside."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import models

from architecture.test_every_url import UNKNOWN
from cast import AT, TODAY, ZONE, Cast
from on_the_way import make_track, opened, wait
from stepwell.actions import charts, restricting, scheduling_sessions
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.privacy.request import Restriction as Agreement
from stepwell.domain.privacy.terms import Category
from stepwell.records.admission.models import Told
from stepwell.records.aftercare.models import PeerInvitation, SupportGroup
from stepwell.records.consents.models import Disclosure, EmergencyReview, Restriction
from stepwell.records.episodes.models import BusyTime, Episode, KeepApart, LeaderToAvoid
from stepwell.records.needs.models import Need
from stepwell.records.outreach.models import Task, TaskKind
from stepwell.records.people.models import Person, Supporter
from stepwell.records.placement.models import KeptEdition
from stepwell.records.program.models import RoomClosure, StaffAbsence
from stepwell.records.reviews.models import Review
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, DayRepair, Ripple, Swap
from stepwell.records.waiting.models import PriorityRule


def rows(cast: Cast) -> dict[str, Any]:
    """The key of each by the name of its parameter; `review`, `emergency` and the like where it says less."""
    enquiry = wait(cast)
    opened(cast, enquiry)
    marcus, priya = cast.marcus, cast.priya
    stay = Episode.objects.get(person=marcus)
    attendance = Attendance.objects.filter(person=marcus, session__starts_at__gt=AT).earliest("starts_at")
    by = priya.account_id
    assert by is not None
    disclosure = Disclosure.objects.create(
        person=marcus, recipient="Dr. Ito", words=b"", purpose="treatment", categories=[], rule="emergency",
        consents=[], channel="spoken", by="Priya", account_id=by, at=AT,
    )  # fmt: skip
    day = {"starts_at": AT + timedelta(days=1), "ends_at": AT + timedelta(days=2), "written_at": AT}
    found: dict[str, models.Model] = {
        "enquiry_id": enquiry,
        "told_id": Told.objects.create(
            person=cast.sam, kind="contact", words=b"", written_at=AT, written_by=by
        ),
        "need_id": Need.objects.create(
            person=marcus, kind="other", words=b"", due_on=TODAY, opened_at=AT, opened_by=by
        ),
        "review": Review.objects.create(person=marcus, episode=stay, due_on=TODAY, opened_at=AT),
        "emergency": EmergencyReview.objects.create(disclosure=disclosure, opened_at=AT),
        "restriction_id": _restrict(cast, marcus),
        "invitation_id": PeerInvitation.objects.create(
            person=marcus,
            site=cast.riverside,
            asks_for="visit",
            on=TODAY + timedelta(days=7),
            starts_at=time(18),
            invited_by=priya,
            invited_at=AT,
        ),
        "track_id": make_track(cast),
        "rule_id": PriorityRule.objects.create(ground="own", title="Own", source="Board", written_at=AT),
        "edition_id": KeptEdition.objects.first() or pytest.fail("no edition"),
        "supporter_id": Supporter.objects.create(person=marcus, supporter=cast.nadia, relation="friend"),
        "busy_id": BusyTime.objects.create(
            person=marcus, kind="work", weekday=2, from_time=time(8), until_time=time(9), zone=ZONE
        ),
        "swap_id": Swap.objects.create(
            person=marcus, gives=attendance, state="asked", reason="work", told_at=AT
        ),
        "pair_id": KeepApart.objects.create(first=marcus, second=cast.nadia, written_at=AT),
        "avoided": LeaderToAvoid.objects.create(person=marcus, staff=cast.omar, written_at=AT),
        "absence_id": StaffAbsence.objects.create(staff=priya, **day),
        "closure_id": RoomClosure.objects.create(room=cast.room, **day),
        "task_id": Task.objects.create(
            kind=TaskKind.values[0], person=marcus, owner=priya, about=UNKNOWN, opened_at=AT, due_at=AT
        ),
        "support": SupportGroup.objects.create(
            site=cast.riverside, name="Open door", kind="other", weekday=1, starts_at=time(19), written_at=AT
        ),
        "repair_id": DayRepair.objects.create(
            staff=priya, from_at=AT, until_at=AT + timedelta(hours=9), done_at=AT, done_by=by
        ),
        "ripple_id": Ripple.objects.create(
            kind="cancel", session=cast.today, from_on=TODAY, done_at=AT, done_by=by
        ),
        "session_id": cast.today,
        "alone": _meet_alone(cast, marcus),
        "group_id": cast.group,
        "site_id": cast.riverside,
        "staff_id": priya,
        "service_id": cast.group_service,
        "program_id": cast.template,
        "row_id": cast.riverside,
    }
    return {name: row.pk for name, row in found.items()}


def _restrict(cast: Cast, person: Person) -> Restriction:
    """Ada has agreed to tell nobody when they come."""
    adas = charts.open_for(cast.sign_in(cast.ada), person.pk, Purpose.OVERSIGHT, what="consents", at=AT)
    form = Agreement(agreed_at=AT, categories=frozenset({Category.SCHEDULE}))
    restricting.agree(adas, form, key="restrict", at=AT)
    return Restriction.objects.get(person=person)


def _meet_alone(cast: Cast, person: Person) -> Session:
    """Tomorrow by video with Priya, nobody else."""
    chart = charts.open_for(cast.sign_in(cast.priya), person.pk, Purpose.TREATMENT, what="record", at=AT)
    return scheduling_sessions.plan_individual(
        chart, site=cast.riverside, room=None, service=cast.individual, leader=cast.priya,
        starts_at=AT + timedelta(days=1), minutes=60, by_video=True, at=AT,
    )  # fmt: skip
