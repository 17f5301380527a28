"""A plan is amended into the next revision, signed by both, and never overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from actions.plans import GOAL, chart_of, own_chart, plan_of, write, write_signed
from cast import AT, TODAY, Cast
from stepwell.actions import charts, plan_evidence, planning_care, plans_kept
from stepwell.actions.charts import NotHere
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.plans.nodes import Goal, Objective, Standing
from stepwell.domain.plans.served import Came
from stepwell.domain.privacy.access import Purpose
from stepwell.records.episodes.models import Episode
from stepwell.records.plans.models import PlanRevision, PlanSignature
from stepwell.records.sessions.models import Attendance, AttendanceState


def test_a_plan_comes_back_as_it_was_written(cast: Cast) -> None:
    write(cast)
    latest = plans_kept.plans_of(chart_of(cast)).latest
    assert latest is not None
    assert latest.plan == plan_of(cast)


def test_its_words_are_sealed(cast: Cast) -> None:
    write(cast)
    row = PlanRevision.objects.get()
    assert GOAL not in str(row.form)
    assert GOAL.encode() not in bytes(row.words or b"")


def test_an_amendment_is_the_next_revision_and_the_first_stays(cast: Cast) -> None:
    first = write(cast)
    second = write(cast, plan_of(cast).put(Goal(key="h", words="Work again", comes_from=("p",))), seen=first)
    assert (first, second) == (1, 2)
    assert plans_kept.get_kept(chart_of(cast), 1).plan == plan_of(cast)


def test_the_same_plan_again_is_no_revision(cast: Cast) -> None:
    first = write(cast)
    assert write(cast, seen=first) == first


def test_the_same_key_again_writes_nothing(cast: Cast) -> None:
    chart = chart_of(cast)
    other = plan_of(cast).without("i")
    planning_care.amend(chart, plan_of(cast), seen=0, key="once", at=AT)
    assert planning_care.amend(chart, other, seen=1, key="once", at=AT) == 1


def test_of_two_who_amend_the_same_revision_the_second_is_told(cast: Cast) -> None:
    write(cast)
    write(cast, plan_of(cast).without("i"), seen=1)
    with pytest.raises(planning_care.ChangedMeanwhile):
        write(cast, plan_of(cast).without("o"), seen=1)


def test_the_database_itself_changes_no_revision(cast: Cast) -> None:
    write(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanRevision.objects.update(writer="somebody else")


def test_a_draft_is_not_shown_to_the_person(cast: Cast) -> None:
    write(cast)
    assert plans_kept.plans_of(own_chart(cast)).offered is None
    with pytest.raises(planning_care.NothingToSign):
        planning_care.sign(own_chart(cast), number=1, key="", at=AT)


def test_a_plan_signed_by_both_is_in_force(cast: Cast) -> None:
    number = write_signed(cast)
    found = plans_kept.plans_of(own_chart(cast)).in_force
    assert found is not None
    assert [each.name for each in found.signatures] == ["Priya Natarajan LCSW", "Sam Reyes"]
    assert found.number == number
    assert plans_kept.signed_episodes([cast.sam_episode.pk]) == {cast.sam_episode.pk}


def test_an_amendment_leaves_the_signed_plan_in_force_until_both_sign(cast: Cast) -> None:
    first = write_signed(cast)
    second = write(cast, plan_of(cast).without("i"), seen=first)
    planning_care.sign(chart_of(cast), number=second, key="", at=AT)
    plans = plans_kept.plans_of(chart_of(cast))
    assert plans.in_force is not None
    assert plans.offered is not None
    assert (plans.in_force.number, plans.offered.number) == (first, second)


def test_nobody_signs_a_plan_that_was_changed_since_they_read_it(cast: Cast) -> None:
    first = write_signed(cast)
    second = write(cast, plan_of(cast).without("i"), seen=first)
    planning_care.sign(chart_of(cast), number=second, key="", at=AT)
    with pytest.raises(planning_care.ChangedMeanwhile):
        planning_care.sign(own_chart(cast), number=first, key="", at=AT)


def test_signing_twice_is_signing_once(cast: Cast) -> None:
    number = write_signed(cast)
    planning_care.sign(own_chart(cast), number=number, key="another", at=AT)
    assert PlanSignature.objects.count() == 2


def test_a_plan_of_a_stay_that_is_over_stays_as_it_is(cast: Cast) -> None:
    write(cast)
    Episode.objects.filter(pk=cast.sam_episode.pk).update(state=EpisodeState.LEFT.value, is_open=False)
    with pytest.raises(planning_care.NotInCare):
        write(cast, plan_of(cast).without("i"), seen=1)


def test_a_manager_reads_no_plan(cast: Cast) -> None:
    write(cast)
    by = cast.sign_in(cast.grace)
    chart = charts.open_for(by, cast.sam.pk, Purpose.OPERATIONS, what="record", at=AT)
    with pytest.raises(NotHere):
        plans_kept.plans_of(chart)


def test_a_counselor_of_another_site_does_not_reach_it(cast: Cast) -> None:
    write(cast)
    with pytest.raises(NotHere):
        chart_of(cast, cast.omar)


def test_sessions_that_the_person_came_to_serve_the_plan(cast: Cast) -> None:
    write_signed(cast)
    came = Attendance.objects.get(person=cast.sam, held_on=TODAY - timedelta(days=7))
    Attendance.objects.filter(pk=came.pk).update(state=AttendanceState.HERE)
    chart = chart_of(cast)
    plans = plans_kept.plans_of(chart)
    assert plans.latest is not None
    evidence = plan_evidence.evidence_of(chart, plans, plans.latest, at=AT)
    assert evidence.facts.sessions == (Came(TODAY - timedelta(days=7), "group_cbt", str(cast.group.pk)),)
    assert {gap.rule for gap in evidence.gaps} == set()


def test_what_nobody_came_to_is_a_gap(cast: Cast) -> None:
    write_signed(cast)
    chart = chart_of(cast)
    plans = plans_kept.plans_of(chart)
    assert plans.latest is not None
    evidence = plan_evidence.evidence_of(chart, plans, plans.latest, at=AT)
    assert {gap.rule for gap in evidence.gaps} == {"objective_without_session"}


def test_an_objective_is_met_by_an_amendment(cast: Cast) -> None:
    write_signed(cast)
    [objective] = plan_of(cast).of(Objective)
    met = Objective(key="o", words=objective.words, comes_from=objective.comes_from, standing=Standing.MET)
    write(cast, plan_of(cast).put(met), seen=1)
    latest = plans_kept.plans_of(chart_of(cast)).latest
    assert latest is not None
    assert latest.plan.of(Objective)[0].standing is Standing.MET


def test_a_stay_that_ended_while_the_lock_was_waited_for_keeps_its_plan(cast: Cast) -> None:
    number, chart = write(cast), chart_of(cast)
    assert chart.find_episode() is not None  # read before the lock
    Episode.objects.filter(pk=cast.sam_episode.pk).update(is_open=False, state=EpisodeState.LEFT.value)

    with pytest.raises(planning_care.NotInCare):
        planning_care.amend(chart, plan_of(cast).without("g"), seen=number, key="late", at=AT)
    with pytest.raises(planning_care.NotInCare):
        planning_care.sign(chart, number=number, key="sign late", at=AT)
