"""Somebody who leads can't come: the day is repaired as one act, and taken back as one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import TODAY, Cast
from stepwell.actions import charts, doing_repairs, enrolling, founding, grouping, repairing, swapping
from stepwell.actions.charts import NotHere
from stepwell.actions.doing_repairs import ChangedSince, HasBegun
from stepwell.actions.repairing import Proposal
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Role
from stepwell.domain.timetable.substitution import Way
from stepwell.records.effects.models import OutboxRow
from stepwell.records.outreach.models import Task
from stepwell.records.program.models import Staff, StaffAbsence, StaffAvailability
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance

TUESDAY = TODAY.weekday()


def hire(
    cast: Cast, at: datetime, given: str, *, hours: tuple[int, int] | None, at_hill: bool = False
) -> Staff:
    """A counselor of Riverside, with hours there or, by video, at Hill."""
    site = cast.hill if at_hill else cast.riverside
    return founding.hire(
        given,
        "Cover",
        credential="LPC",
        languages=["en"],
        sites=[cast.riverside, cast.hill] if at_hill else [cast.riverside],
        services=[cast.group_service, cast.individual],
        availability=[founding.WeeklyHours(site, TUESDAY, time(hours[0]), time(hours[1]))] if hours else [],
        role=Role.COUNSELOR,
        email=f"{given.lower()}@cover.stepwell.invalid",
        at=at,
    )


def propose(cast: Cast, at: datetime, who: Staff | None = None) -> Proposal:
    return repairing.propose(cast.sign_in(who or cast.grace), cast.priya, "today", at=at)


def keys(proposal: Proposal) -> dict[UUID, str]:
    return {one.session.pk: one.key for one in proposal.sessions}


def confirm(cast: Cast, at: datetime, proposal: Proposal, key: str = "k"):
    by = cast.sign_in(cast.grace)
    return doing_repairs.repair(by, cast.priya, "today", chosen=keys(proposal), key=key, at=at)


def test_a_qualified_colleague_who_is_free_takes_over_and_nobody_needs_a_message(cast: Cast, at: datetime):
    dana = hire(cast, at, "Dana", hours=(9, 22))

    act = confirm(cast, at, propose(cast, at))

    session = Session.objects.get(pk=cast.today.pk)
    assert (session.leader, session.starts_at) == (dana, cast.today.starts_at)
    assert not OutboxRow.objects.filter(kind__in=["changed", "canceled"]).exists()
    assert StaffAbsence.objects.get(voided_at=None).staff == cast.priya
    assert act is not None


def test_who_works_elsewhere_then_holds_it_by_video(cast: Cast, at: datetime):
    hire(cast, at, "Vic", hours=(9, 22), at_hill=True)

    confirm(cast, at, propose(cast, at))

    session = Session.objects.get(pk=cast.today.pk)
    assert (session.by_video, session.fills_room, session.room) == (True, False, cast.video)
    assert OutboxRow.objects.filter(kind="changed").count() == 2


def test_it_moves_to_no_hour_that_suits_only_half_of_them(cast: Cast, at: datetime):
    hire(cast, at, "Early", hours=(13, 18))  # until 4 pm Sam works

    one = propose(cast, at).sessions[0]

    assert [way.way for way in one.ways] == [Way.CANCELLED]


def test_it_moves_to_the_nearest_hour_with_a_room_and_people(cast: Cast, at: datetime):
    early = hire(cast, at, "Early", hours=(16, 20))
    assert cast.today.starts_at is not None

    confirm(cast, at, propose(cast, at))

    session = Session.objects.get(pk=cast.today.pk)
    assert (session.leader, session.starts_at) == (early, cast.today.starts_at - timedelta(hours=1))
    rows = Attendance.objects.filter(session=session, state="expected")
    assert [row.starts_at for row in rows] == [session.starts_at] * 2
    assert OutboxRow.objects.filter(kind="changed").count() == 2


def test_nobody_can_and_everybody_is_named_and_asked_for(cast: Cast, at: datetime):
    other = hire(cast, at, "Other", hours=None)
    proposal = propose(cast, at)

    one = proposal.sessions[0]
    assert one.chosen.way is Way.CANCELLED
    assert {member.chart.person for member in one.helpless} == {cast.sam, cast.marcus}
    confirm(cast, at, proposal)
    assert Session.objects.get(pk=cast.today.pk).status == "cancelled"
    assert OutboxRow.objects.filter(kind="canceled").count() == 2
    tasks = Task.objects.filter(kind="change")
    assert {(task.person, task.owner) for task in tasks} == {(cast.sam, other), (cast.marcus, other)}


def test_what_each_could_take_instead_is_shown_and_can_be_taken_after(cast: Cast, at: datetime):
    began = at - timedelta(weeks=1)
    dana = hire(cast, at, "Dana", hours=None)
    group = grouping.open_group(
        site=cast.riverside,
        room=cast.room,
        service=cast.group_service,
        leader=dana,
        title={"en": "Friday CBT", "es": "TCC del viernes"},
        weekday=4,
        start_time=time(18),
        minutes=180,
        starts_on=TODAY - timedelta(days=7),
        at=began,
    )
    grouping.plan_sessions(group, until=TODAY + timedelta(days=7), at=began)
    proposal = propose(cast, at)

    one = proposal.sessions[0]
    assert one.helpless == []
    assert [[option.group for option in member.options] for member in one.members] == [[group], [group]]
    confirm(cast, at, proposal)

    own = charts.open_own(cast.sign_in(cast.sam_account), what="swap", at=at)
    choices = swapping.look(own, cast.today.pk, at=at)
    assert [option.session.group for option in choices.options] == [group]


def test_the_ripple_tells_who_falls_below_the_floor(cast: Cast, at: datetime):
    cast.template.floor_minutes = 100
    cast.template.save(update_fields=["floor_minutes"])

    proposal = propose(cast, at)

    assert proposal.below == 2
    assert [(one.before, one.after) for one in proposal.touched] == [(165, 0), (165, 0)]


def test_doing_it_twice_is_doing_it_once(cast: Cast, at: datetime):
    proposal = propose(cast, at)

    assert confirm(cast, at, proposal) is not None
    assert confirm(cast, at, proposal) is None
    assert StaffAbsence.objects.count() == 1


def test_what_changed_since_is_shown_again_and_nothing_is_done(cast: Cast, at: datetime):
    dana = hire(cast, at, "Dana", hours=(9, 22))
    proposal = propose(cast, at)
    StaffAbsence.objects.create(staff=dana, starts_at=at, ends_at=at + timedelta(days=1), written_at=at)

    with pytest.raises(ChangedSince):
        confirm(cast, at, proposal)

    assert Session.objects.get(pk=cast.today.pk).leader == cast.priya


def test_undone_as_one_act_everything_is_as_it_was(cast: Cast, at: datetime):
    act = confirm(cast, at, propose(cast, at))
    assert act is not None
    by = cast.sign_in(cast.grace)

    doing_repairs.undo(by, act.pk, key="u", at=at + timedelta(minutes=5))
    doing_repairs.undo(by, act.pk, key="u2", at=at + timedelta(minutes=6))

    session = Session.objects.get(pk=cast.today.pk)
    assert (session.status, session.leader, session.fills_room) == ("planned", cast.priya, True)
    assert Attendance.objects.filter(session=session, state="expected").count() == 2
    assert not StaffAbsence.objects.filter(voided_at=None).exists()
    assert not Task.objects.filter(kind="change", done_at=None).exists()


def test_what_has_begun_is_not_undone(cast: Cast, at: datetime):
    hire(cast, at, "Dana", hours=(9, 22))
    act = confirm(cast, at, propose(cast, at))
    assert act is not None
    assert cast.today.starts_at is not None

    with pytest.raises(HasBegun):
        doing_repairs.undo(cast.sign_in(cast.grace), act.pk, key="u", at=cast.today.starts_at)


def test_a_counselor_says_it_of_herself_and_of_nobody_else(cast: Cast, at: datetime):
    assert propose(cast, at, cast.priya).sessions
    with pytest.raises(NotHere):
        repairing.find_staff(cast.sign_in(cast.omar), cast.priya.pk)
    with pytest.raises(NotHere):
        repairing.leaders_of(cast.sign_in(cast.june), at=at)


def test_a_moved_session_is_not_planned_a_second_time(cast: Cast, at: datetime):
    assert cast.today.starts_at is not None
    Session.objects.filter(pk=cast.today.pk).update(starts_at=cast.today.starts_at - timedelta(hours=2))

    new = grouping.plan_sessions(cast.group, until=TODAY + timedelta(days=1), at=at)

    assert new == []


def test_a_proposal_asks_the_database_as_often_for_many_as_for_few(cast: Cast, at: datetime):
    hire(cast, at, "Dana", hours=(9, 22))
    propose(cast, at)
    with CaptureQueriesContext(connection) as few:
        propose(cast, at)
    by = cast.sign_in(cast.grace)
    for number in range(8):
        person = enrolling.register_person(
            given_name=f"Given{number}", family_name="Family", languages=["en"], at=at
        )
        enrolling.enroll(
            person,
            site=cast.riverside,
            template=cast.template,
            counselor=cast.priya,
            starts_on=TODAY - timedelta(days=7),
            state=EpisodeState.ACTIVE,
            at=at,
            by=by,
        )
        grouping.join(cast.group, person, from_on=TODAY, by=by, at=at)

    with CaptureQueriesContext(connection) as many:
        proposal = propose(cast, at)

    assert len(proposal.sessions[0].members) == 10
    assert len(many) == len(few)


def test_a_session_that_somebody_takes_over_can_be_taken_instead(cast: Cast, at: datetime):
    began = at - timedelta(weeks=1)
    group = grouping.open_group(
        site=cast.riverside,
        room=cast.room,
        service=cast.group_service,
        leader=cast.priya,
        title={"en": "Friday CBT", "es": "TCC del viernes"},
        weekday=4,
        start_time=time(18),
        minutes=180,
        starts_on=TODAY - timedelta(days=7),
        at=began,
    )
    grouping.plan_sessions(group, until=TODAY + timedelta(days=7), at=began)
    cover = hire(cast, at, "Dana", hours=None)
    StaffAvailability.objects.create(
        staff=cover, site=cast.riverside, weekday=4, from_time=time(9), until_time=time(22)
    )

    proposal = repairing.propose(cast.sign_in(cast.grace), cast.priya, "week", at=at)

    today, friday = (one for one in proposal.sessions if one.session.held_on <= TODAY + timedelta(days=3))
    assert (today.chosen.way, friday.chosen.way) == (Way.CANCELLED, Way.SUBSTITUTE)
    assert today.helpless == []
    assert {option.group for member in today.members for option in member.options} == {group}
