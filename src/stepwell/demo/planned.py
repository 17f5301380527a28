"""Everybody's treatment plan, one review that is due, and one that waits for a second clinician."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from stepwell.actions import charts, planning_care, plans_kept, readers, reviewing_level
from stepwell.actions.charts import Chart
from stepwell.actions.moving_levels import Level
from stepwell.actions.reviewing_level import Decision, Words
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.domain.episodes.lifecycle import IN_TREATMENT
from stepwell.domain.plans.nodes import (
    AnyNode,
    Finding,
    Goal,
    Intervention,
    MeasuredBy,
    Objective,
    Problem,
    Source,
    Standing,
)
from stepwell.domain.plans.plan import Plan
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.reviews.due import Trigger
from stepwell.domain.reviews.outcome import Outcome
from stepwell.records.levels.models import WayBack
from stepwell.records.schedule.models import RosterEntry

PLAN_AFTER = timedelta(days=3)
"""The first plan is written on the third day, and signed the day after."""
DUE = ("luis", "kayla", "sam")
"""Whose next review is the first."""
UNSIGNED = ("dana", "quinn")
"""Whose plan waits: theirs is a draft, or offered and not signed yet."""


@dataclass(frozen=True)
class Story:
    """One thread: what was found, what is in the way, what is wanted, the step to it, what is done."""

    found: str
    problem: str
    goal: str
    step: str
    practice: str
    measured_by: MeasuredBy = MeasuredBy.CHECK_INS


STORIES = (
    Story(
        "Cravings are strongest on the way home from work.",
        "The hour after work is a risk.",
        "I want to walk in the door and be okay.",
        "Calls someone before driving home on four days a week.",
        "Call one of three people before starting the car.",
    ),
    Story(
        "Sleeps four to five hours, and wakes up worried.",
        "Nights without sleep lead to using.",
        "I want to sleep like I used to.",
        "Sleeps six hours on five nights of the week.",
        "Same bedtime each night, phone in the kitchen.",
    ),
    Story(
        "PHQ-9 and GAD-7 in the moderate range at the start.",
        "Low mood makes it hard to leave the house.",
        "I want to feel like myself again.",
        "PHQ-9 falls below 10.",
        "A walk of twenty minutes before noon.",
        MeasuredBy.PHQ9,
    ),
    Story(
        "Friends from before still use, and they live next door.",
        "There is nobody to be with on weekends.",
        "I want weekends that I remember.",
        "Goes to one meeting or one planned visit each weekend.",
        "Make a plan for Saturday by Thursday night.",
        MeasuredBy.TOGETHER,
    ),
)


def plan_care(people: People, places: Places, *, at: datetime) -> None:
    """A plan for everybody in treatment, in the order in which they came; then what happens just now."""
    groups = _groups_of(people.values())
    going = [each for each in people.values() if each.character.state in IN_TREATMENT]
    for number, participant in enumerate(going):
        _plan(participant, places, groups.get(participant.character.key), number=number, at=at)
    for participant in going:
        _reviewed(participant, at=at)
    _amend_sams(people["sam"], at=at - timedelta(days=1, hours=3))
    _ask_for_a_review(people["luis"], at=at - timedelta(days=4))
    _step_down_waits(people["kayla"], places, at=at - timedelta(hours=5))
    _hold_a_seat(people["zofia"], at=at)


def _plan(participant: Participant, places: Places, group: str | None, *, number: int, at: datetime) -> None:
    key = participant.character.key
    starts_on = participant.episode.starts_on
    assert starts_on is not None  # enrolled with one
    written_at = participant.at(starts_on + PLAN_AFTER, time(15))
    if written_at >= at - timedelta(days=1):
        return
    counselor = places.staff[participant.character.counselor]
    chart = _counselors(participant, places, at=written_at)
    first, second = STORIES[number % len(STORIES)], STORIES[(number + 1) % len(STORIES)]
    told = [first] if number % 3 else [first, second]
    nodes: list[AnyNode] = []
    for place, story in enumerate(told):
        on = written_at.date()
        nodes += _thread(story, f"{key}-{place}", str(counselor.pk), group, on=on)
    planning_care.amend(chart, Plan(tuple(nodes)), seen=0, key=f"demo-plan-{key}", at=written_at)
    if key == UNSIGNED[0]:
        return
    planning_care.sign(chart, number=1, key=f"demo-sign-{key}", at=written_at)
    if key != UNSIGNED[1]:
        own = _own(participant, at=written_at + timedelta(days=1))
        planning_care.sign(own, number=1, key=f"demo-own-{key}", at=written_at + timedelta(days=1))


def _reviewed(participant: Participant, *, at: datetime) -> None:
    """Who has been here for a month was looked at together a while ago; Luis and Kayla wait for theirs."""
    starts_on = participant.episode.starts_on
    key = participant.character.key
    if starts_on is None or key in DUE:
        return
    days = (at.astimezone(participant.zone).date() - starts_on).days
    on = starts_on + timedelta(days=max(28, days - days % 28 if days % 28 > 2 else days - 28))
    reviewed_at = participant.at(on, time(16))
    if reviewed_at >= at - timedelta(days=1):
        return
    chart = _by_counselor(participant, at=reviewed_at)
    review = reviewing_level.open_review(chart, key=f"demo-open-{key}", at=reviewed_at)
    decision = Decision(Outcome.CONTINUE, "on_course", Words(why="We go on as planned."))
    reviewing_level.decide(chart, review.pk, decision, key=f"demo-decide-{key}", at=reviewed_at)


def _thread(story: Story, key: str, counselor: str, group: str | None, *, on: date) -> list[AnyNode]:
    service, _colon, group_key = (group or ":").partition(":")
    done: list[AnyNode] = [
        Intervention(
            key=f"{key}-talk",
            words="Time alone with the counselor.",
            comes_from=(f"{key}-o",),
            since_on=on,
            service="individual",
            staff=counselor,
            times_a_week=1,
        ),
        Intervention(
            key=f"{key}-own",
            words=story.practice,
            comes_from=(f"{key}-o",),
            since_on=on,
            by_person=True,
            times_a_week=5,
        ),
    ]
    if service:
        done.insert(
            0,
            Intervention(
                key=f"{key}-group",
                words="Practice it in the group, and tell how it went.",
                comes_from=(f"{key}-o",),
                since_on=on,
                service=service,
                group=group_key,
                staff=counselor,
                times_a_week=1,
            ),
        )
    return [
        Finding(key=f"{key}-f", words=story.found, since_on=on, source=Source.SCREENING, found_on=on),
        Problem(key=f"{key}-p", words=story.problem, comes_from=(f"{key}-f",), since_on=on),
        Goal(key=f"{key}-g", words=story.goal, comes_from=(f"{key}-p",), since_on=on),
        Objective(
            key=f"{key}-o",
            words=story.step,
            comes_from=(f"{key}-g",),
            since_on=on,
            target_on=on + timedelta(weeks=8),
            measured_by=story.measured_by,
        ),
        *done,
    ]


def _amend_sams(sam: Participant, *, at: datetime) -> None:
    """Sam's plan was amended yesterday: one objective is met, another follows; Sam has yet to sign."""
    chart = _by_counselor(sam, at=at)
    plans = plans_kept.plans_of(chart)
    assert plans.latest is not None  # written on the third day
    plan = plans.latest.plan
    [first, *_rest] = plan.of(Objective)
    on = at.date()
    plan = plan.put(
        Objective(
            key=first.key,
            words=first.words,
            comes_from=first.comes_from,
            since_on=first.since_on,
            target_on=first.target_on,
            measured_by=first.measured_by,
            standing=Standing.MET,
        )
    )
    plan = plan.put(
        Objective(
            key="sam-next",
            words="Tells the shift lead that Wednesdays after five are taken.",
            comes_from=first.comes_from,
            since_on=on,
            target_on=on + timedelta(weeks=2),
            measured_by=MeasuredBy.TOGETHER,
        )
    )
    number = planning_care.amend(chart, plan, seen=plans.number, key="demo-plan-sam-2", at=at)
    planning_care.sign(chart, number=number, key="demo-sign-sam-2", at=at)


def _ask_for_a_review(luis: Participant, *, at: datetime) -> None:
    """Luis asked to look at the plan again four days ago: his review is due."""
    reviewing_level.tell(_own(luis, at=at), Trigger.REQUEST, key="demo-review-luis", at=at)


def _step_down_waits(kayla: Participant, places: Places, *, at: datetime) -> None:
    """Kayla's review ended in a step down, which a second clinician has yet to agree to."""
    chart = _counselors(kayla, places, at=at)
    review = reviewing_level.open_review(chart, key="demo-open-kayla", at=at)
    decision = Decision(
        Outcome.STEP_DOWN,
        "steady",
        Words(
            why="Both questionnaires are reliably better, and she came to nearly everything.",
            wish="Wants to go back to full days at work, and keep one group.",
        ),
        Level("1", 180, at.astimezone(kayla.zone).date() + timedelta(days=5)),
    )
    reviewing_level.decide(chart, review.pk, decision, key="demo-decide-kayla", at=at)


def _hold_a_seat(zofia: Participant, *, at: datetime) -> None:
    """Zofia left weeks ago, and her seat is held for nine more days: one tap is enough."""
    WayBack.objects.create(
        person=zofia.person,
        episode=zofia.episode,
        seat_until=at.astimezone(zofia.zone).date() + timedelta(days=9),
        told_at=at - timedelta(days=36),
    )


def _groups_of(participants: Iterable[Participant]) -> dict[str, str]:
    """The service and key of the first group of each, asked for at once."""
    keys = {each.person.pk: each.character.key for each in participants}
    rows = RosterEntry.objects.filter(person__in=list(keys), until_on=None).order_by("group__weekday", "pk")
    found: dict[str, str] = {}
    for person, group, service in rows.values_list("person_id", "group_id", "group__service__key"):
        found.setdefault(keys[person], f"{service}:{group}")
    return found


def _counselors(participant: Participant, places: Places, *, at: datetime) -> Chart:
    account = places.staff[participant.character.counselor].account
    assert account is not None  # hired with one
    by = readers.of(account)
    return charts.open_for(by, participant.person.pk, Purpose.TREATMENT, what="treatment_plan", at=at)


def _by_counselor(participant: Participant, *, at: datetime) -> Chart:
    counselor = participant.episode.counselor
    assert counselor is not None and counselor.account is not None  # noqa: PT018  # enrolled with one
    by = readers.of(counselor.account)
    return charts.open_for(by, participant.person.pk, Purpose.TREATMENT, what="treatment_plan", at=at)


def _own(participant: Participant, *, at: datetime) -> Chart:
    return charts.open_own(readers.of(participant.person.account), what="treatment_plan", at=at)
