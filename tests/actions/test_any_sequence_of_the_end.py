"""Whatever is done at the end of a program, in any order: no impossible state, nobody without a next step."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from stepwell.actions import (
    alumni,
    caring_after,
    charts,
    coming_next,
    continuing_plans,
    enrolling,
    following_up,
    graduating,
    readers,
)
from stepwell.actions.charts import NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import CARED_FOR, may_move
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.kernel.decisions import Permit
from stepwell.records.episodes.models import Episode, EpisodeState
from stepwell.records.people.models import Person

ANSWERS = {"goals": "met", "prevention_practiced": "met", "medication": "none", "naloxone": "given"}


class Desk:
    """What a counselor and a person may do, one after the other, on a clock that only goes on."""

    def __init__(self, cast: Cast, person: Person, at: datetime) -> None:
        self.cast, self.person, self.at, self.count = cast, person, at, 0

    def key(self) -> str:
        self.count += 1
        return f"{self.person.pk}-{self.count}"

    def chart(self) -> charts.Chart:
        by = self.cast.sign_in(self.cast.priya)
        return charts.open_for(by, self.person.pk, Purpose.TREATMENT, what="record", at=self.at)

    def own(self) -> charts.Chart:
        return charts.open_own(readers.of(self.person.account), what="aftercare", at=self.at)

    def judge(self) -> None:
        chart = self.chart()
        episode = graduating.find_stay(chart)
        today = episode.site.day_at(self.at)
        for criterion, code in ANSWERS.items():
            graduating.write_answer(
                chart, episode, criterion=criterion, code=code, key=self.key(), at=self.at
            )
        graduating.write_answer(
            chart,
            episode,
            criterion="early_visit",
            code="booked",
            on=today + timedelta(days=2),
            words="Lake Clinic",
            key=self.key(),
            at=self.at,
        )

    def plan(self) -> None:
        chart = self.chart()
        words = {"support": "My brother"}
        continuing_plans.write(chart, graduating.find_stay(chart), words=words, key=self.key(), at=self.at)

    def graduate(self) -> None:
        chart = self.chart()
        episode = graduating.find_stay(chart)
        graduating.graduate(
            chart,
            episode,
            on=episode.site.day_at(self.at),
            reason="goals_reached",
            wish="Work",
            key=self.key(),
            at=self.at,
        )

    def call(self, *, was_reached: bool = True) -> None:
        chart = self.chart()
        today = graduating.find_stay(chart).site.day_at(self.at)
        caring_after.write_contact(
            chart, on=today, was_reached=was_reached, manner="phone", key=self.key(), at=self.at
        )

    def call_in_vain(self) -> None:
        self.call(was_reached=False)

    def tell_sign(self) -> None:
        caring_after.tell_signs(self.own(), signs=["craving"], key=self.key(), at=self.at)

    def answer(self) -> None:
        following_up.answer(self.own(), months=1, answers={"use": "none"}, key=self.key(), at=self.at)

    def agree(self) -> None:
        alumni.agree(self.own(), key=self.key(), at=self.at)

    def take_back(self) -> None:
        alumni.take_back(self.own(), key=self.key(), at=self.at)

    def invite(self) -> None:
        chart = self.chart()
        on = graduating.find_stay(chart).site.day_at(self.at)
        alumni.invite(chart, asks_for="story", on=on, starts_at=time(18), key=self.key(), at=self.at)

    def end_year(self) -> None:
        caring_after.end_year(self.chart(), key=self.key(), at=self.at)

    def a_month_goes_by(self) -> None:
        self.at += timedelta(days=31)

    def a_year_goes_by(self) -> None:
        self.at += timedelta(days=366)


DOINGS: tuple[Callable[[Desk], None], ...] = (
    Desk.judge,
    Desk.plan,
    Desk.graduate,
    Desk.call,
    Desk.call_in_vain,
    Desk.tell_sign,
    Desk.answer,
    Desk.agree,
    Desk.take_back,
    Desk.invite,
    Desk.end_year,
    Desk.a_month_goes_by,
    Desk.a_year_goes_by,
)
ORDERLY = (Desk.judge, Desk.plan, Desk.graduate, Desk.call)
"""Begun with often, so that the year after is reached as well."""


def check(desk: Desk) -> None:
    """Every state followed from the one before; who is cared for has a step, a time and an owner."""
    episode = Episode.objects.get(person=desk.person)
    rows = EpisodeState.objects.filter(episode=episode).order_by("from_on", "written_at", "pk")
    states = [State(state) for state in rows.values_list("state", flat=True)]
    for before, after in pairwise(states):
        assert isinstance(may_move(before, after), Permit), states
    assert states[-1] is State(episode.state)
    assert rows.filter(until_on=None).count() == 1
    system = readers.system(desk.cast.organization.pk, name="test")
    steps = [one for one in coming_next.of_everybody(system, at=desk.at) if one.person_id == desk.person.pk]
    assert len(steps) == (State(episode.state) in CARED_FOR)
    assert all(step.is_complete for step in steps)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=st.sampled_from(range(len(ORDERLY) + 1)), doings=st.lists(st.sampled_from(DOINGS), max_size=9))
def test_any_sequence_of_actions_leaves_a_state_that_can_be_and_a_next_step(
    cast: Cast, at: datetime, first: int, doings: list[Callable[[Desk], None]]
) -> None:
    person = _somebody(cast, at)
    desk = Desk(cast, person, at)
    for do in (*ORDERLY[:first], *doings):
        with suppress(Refusal, NotHere):  # told no, and nothing was written
            do(desk)
        check(desk)


def _somebody(cast: Cast, at: datetime) -> Person:
    person = enrolling.register_person(given_name="Any", family_name="Body", languages=["en"], at=at)
    enrolling.give_account(
        person, email=f"{person.pk}@test.stepwell.invalid", role=Role.PARTICIPANT, language="en", at=at
    )
    enrolling.enroll(
        person,
        site=cast.riverside,
        template=cast.template,
        counselor=cast.priya,
        starts_on=at.date() - timedelta(weeks=9),
        state=State.ACTIVE,
        at=at,
        by=readers.system(cast.organization.pk, name="test"),
    )
    return Person.objects.select_related("account", "key").get(pk=person.pk)
