"""The practice of tonight: which one goes with the group of the day, and what came of earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from stepwell.actions import charts, filling_tools, notes_kept, plans_kept, reading_entries
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.reading_entries import Filled
from stepwell.domain.curriculum import files as curricula
from stepwell.domain.curriculum.choosing import next_session
from stepwell.domain.curriculum.curriculum import Curriculum
from stepwell.domain.plans.nodes import Goal
from stepwell.domain.practice.of_session import CAME_OF_IT, HELPED, WORDS_OF_IT
from stepwell.domain.practice.tool import Tool
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.kernel.bilingual import Words
from stepwell.records.practice.models import Entry, EntryKind, Sharing
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import CAME

OPEN_FOR = timedelta(days=3)
"""How long after a group its practice is offered at most (policy); the next group brings the next one."""
APPROACHES = {
    "group_cbt": "cbt",
    "relapse_prevention": "cbt",
    "dbt_skills": "dbt_style",
    "motivation": "motivational",
    "family": "family",
    "psychoeducation": "life",
}
"""Which approach of the curriculum a service teaches, as the services of the program are called."""


@dataclass(frozen=True)
class Tonight:
    """The practice that goes with the last group, `session`; `entry` once it was begun."""

    tool: Tool
    session: Session
    entry: Entry | None

    @property
    def is_done(self) -> bool:
        """The person said that they did it."""
        return self.entry is not None and self.entry.done_at is not None


@dataclass(frozen=True)
class Practiced:
    """A practice as far as the person shares it: that it was done, and what came of it where they said so."""

    title: Words
    minutes: int
    done_at: datetime
    came_of_it: Words | None = None
    words: str = ""


def choose_topic(
    curriculum: Curriculum, attended: Sequence[Session], *, seen: Sequence[str], named: str = ""
) -> str | None:
    """The session of the curriculum whose practice goes with the groups attended; None without a group.

    Where its counselor named the topic in the note, it is that one. Else it is the next one that is new
    to the person (`seen`, oldest first) in the modules of the approach that the last group teaches.
    """
    if not attended or not curriculum.modules:
        return None
    if any(session.id == named for module in curriculum.modules for session in module.sessions):
        return named
    service = attended[-1].service
    wanted = APPROACHES.get(service.key) if service else None
    modules = [one for one in curriculum.modules if one.approach == wanted] or curriculum.modules
    ids = [session.id for module in modules for session in module.sessions]
    return next_session(ids, {None: set(seen)}, held=seen).session_id


def find_tonight(chart: Chart, *, at: datetime) -> Tonight | None:
    """The practice of the last group, begun or not; None where none was attended lately."""
    chart.need(Part.PRACTICE)
    attended = _attended(chart, at=at)
    if not attended:
        return None
    last = attended[-1]
    practices = list(
        Entry.objects.filter(person=chart.person, kind=EntryKind.PRACTICE).order_by("on", "begun_at")
    )
    entry = next((row for row in practices if row.on == last.held_on), None)
    if entry is not None:
        return Tonight(reading_entries.tool_of(entry.kind, entry.tool), last, entry)
    named = notes_kept.find_of_session(last.pk).told.topic
    topic = choose_topic(curricula.shipped(), attended, seen=[row.tool for row in practices], named=named)
    tool = reading_entries.tool_of(EntryKind.PRACTICE, topic) if topic else None
    return Tonight(tool, last, None) if tool else None


@transaction.atomic(durable=True)
def begin_tonight(chart: Chart, *, key: str, at: datetime) -> Entry:
    """The entry of this practice, one for a day with groups. NotHere without a practice."""
    if chart.purpose is not Purpose.OWN:
        raise NotHere("There is no such page.")
    tonight = find_tonight(chart, at=at)
    if tonight is None:
        raise NotHere("There is no practice tonight.")
    if tonight.entry is not None:
        return tonight.entry
    return filling_tools.open_entry(
        chart,
        EntryKind.PRACTICE,
        tonight.tool.id,
        on=tonight.session.held_on,
        session_id=tonight.session.pk,
        key=key,
        at=at,
    )


def count_done(chart: Chart) -> int:
    """How many practices the person did. What they were reminded of is not counted."""
    chart.need(Part.PRACTICE)
    if chart.purpose is not Purpose.OWN:
        raise NotHere("There is no such page.")
    return Entry.objects.filter(person=chart.person, kind=EntryKind.PRACTICE, done_at__isnull=False).count()


def goal_of(chart: Chart) -> str:
    """A goal of the person's plan to practice for, in their words; empty where none is in force."""
    plan = plans_kept.plans_of(chart).in_force
    goals = plan.plan.of(Goal) if plan else ()
    return next((goal.words for goal in goals), "")


def practiced_since(
    by: SignedIn, person_ids: Iterable[UUID], since: datetime, at: datetime
) -> dict[UUID, list[Practiced]]:
    """What these people practiced since then and share with their counselor, the oldest first.

    People without any are left out, and so is everyone the reader may not see. One line in the
    trail names those who were looked for.
    """
    opened = charts.open_list(by, person_ids, Purpose.TREATMENT, what="practice", at=at)
    return practiced_of(opened, since=since)


def practiced_of(opened: Sequence[Chart], *, since: datetime) -> dict[UUID, list[Practiced]]:
    """The same of records that are open already; three queries, however many they are."""
    by_person = {chart.person.pk: chart for chart in opened if chart.may_read(Part.PRACTICE)}
    rows = Entry.objects.filter(
        person_id__in=list(by_person),
        kind__in=[EntryKind.PRACTICE, EntryKind.TOOL],
        done_at__gte=since,
        shared__in=[Sharing.DONE, Sharing.ALL],
    )
    found: dict[UUID, list[Practiced]] = {}
    for one in reading_entries.fill_each(by_person, list(rows.order_by("done_at"))):
        found.setdefault(one.entry.person_id, []).append(_practiced(one))
    return found


def _practiced(one: Filled) -> Practiced:
    came, words = one.answers.get(CAME_OF_IT), one.answers.get(WORDS_OF_IT, "")
    assert one.entry.done_at is not None  # asked for those that were done
    return Practiced(
        title=one.tool.title,
        minutes=one.tool.minutes,
        done_at=one.entry.done_at,
        came_of_it=next((option.words for option in HELPED if option.id == came), None),
        words=words if isinstance(words, str) else "",
    )


def _attended(chart: Chart, *, at: datetime) -> list[Session]:
    """The groups of the last day with one, as far as they are over."""
    rows = chart.attendances.filter(
        state__in=CAME,
        held_on__isnull=False,
        session__service__kind="group",
        session__ends_at__lte=at,
        session__ends_at__gt=at - OPEN_FOR,
    )
    found = [row.session for row in rows.select_related("session__service").order_by("starts_at")]
    return [session for session in found if session.held_on == found[-1].held_on]
