"""Whether a draft may still be published: nothing of its week has begun, and today's facts still allow it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling import gathering, judging_together
from stepwell.actions.timetabling.gathering import Gathered
from stepwell.actions.timetabling.laying_out import shares_of
from stepwell.actions.timetabling.telling_breaches import say_all
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.shared import with_shared
from stepwell.domain.timetable.life.stamping import Changed, changed
from stepwell.kernel.sentences import Sentence, gettext_noop
from stepwell.kernel.weeks import Week
from stepwell.records.timetable.models import DraftPart, DraftState, PublishedSite

_BEGUN = gettext_noop("This week has begun. Make a timetable for a later one.")
_NO_PLAN = gettext_noop("This timetable is not solved yet. Wait until it is.")
_HOURS = gettext_noop("Working hours or closed days have changed since. Solve the week again.")
_PEOPLE = gettext_noop("People have come or gone since. Solve the week again.")
_ONLY_ASKS = gettext_noop("This answers a question and can't be published. Make a timetable like it.")
_NO_ROOM = gettext_noop("No room is free for the whole of a group. Move it by hand.")

_OWN_WEEK = gettext_noop(
    "This week or a later one is published for itself alone. Take that timetable back first."
)


@dataclass(frozen=True)
class Judged:
    """What keeps a draft from being published, and what is other than when it was solved."""

    refusals: tuple[Sentence, ...]
    changed: Changed


def judge(by: SignedIn, parts: Sequence[DraftPart], *, until: date | None = None, at: datetime) -> Judged:
    """Hold the parts of a draft against the facts of now, to stand on or only `until`; nothing is written."""
    week = Week.of(parts[0].draft.monday)
    if any(week.span(ZoneInfo(part.site.zone)).start <= at for part in parts):
        return Judged((Sentence(_BEGUN),), Changed())
    if "asks" in parts[0].draft.question:
        return Judged((Sentence(_ONLY_ASKS),), Changed())
    if any(part.state not in {DraftState.READY, DraftState.STOPPED} or not part.plan for part in parts):
        return Judged((Sentence(_NO_PLAN),), Changed())
    if _has_own_week(parts, until):
        return Judged((Sentence(_OWN_WEEK),), Changed())
    gathered = gathering.gather(by, [part.site for part in parts], week, at=at)
    now = {one.site.pk: one for one in gathered}
    said = [each for part in parts for each in _of_part(by, part, now[part.site_id], at=at)]
    if not said:
        said = say_all(by, judging_together.breaches(parts, gathered), at=at)
    return Judged(tuple(dict.fromkeys(said)), changed_since(parts, gathered))


def _has_own_week(parts: Sequence[DraftPart], until: date | None) -> bool:
    """Whether a week that would change is published for itself alone: its groups would meet twice."""
    monday = parts[0].draft.monday
    own = PublishedSite.objects.filter(
        site__in=[part.site_id for part in parts],
        ended_at=None,
        monday__gte=monday,
        publication__until_on__isnull=False,
    )
    return (own if until is None else own.filter(monday__lt=until)).exists()


def changed_since(parts: Sequence[DraftPart], gathered: Sequence[Gathered]) -> Changed:
    """What is other now than when the parts were gathered; a draft of before stamps tells nothing."""
    now = {one.site.pk: one.facts["stamp"] for one in gathered}
    found = (changed(part.facts["stamp"], now[part.site_id]) for part in parts if "stamp" in part.facts)
    return sum(found, Changed())


def _of_part(by: SignedIn, part: DraftPart, now: Gathered, *, at: datetime) -> list[Sentence]:
    """By the facts of now: shifts told since, absences, pairs kept apart, everything."""
    before = keeping.read_problem(part.problem)
    site, shares = str(part.site_id), [share.with_anybody() for share in shares_of(part)]
    problem = with_shared(now.asked.problem, now.asked.grid, site, shares, now.told.rooms)
    if before.slots != problem.slots:
        return [Sentence(_HOURS)]
    if before.participant.keys() != problem.participant.keys() or not _all_known(part, problem.facilitator):
        return [Sentence(_PEOPLE)]
    if any(not told["room"] for told in part.laid_out["groups"]):
        return [Sentence(_NO_ROOM)]
    plan = keeping.read_plan(part.plan)
    if not {each.variant for each in plan.groups} <= problem.variant.keys():
        return [Sentence(_PEOPLE)]
    if not {each.site for each in plan.groups} <= problem.site.keys():
        return [Sentence(_HOURS)]
    return say_all(by, list(check(problem, plan).breaches), at=at)


def _all_known(part: DraftPart, leaders: Container[str]) -> bool:
    leading = {told["leader"] for told in part.laid_out["groups"]}
    leading |= {told["leader"] for told in part.laid_out["hours"]}
    return all(key in leaders for key in leading)


def first_instant(parts: Sequence[DraftPart]) -> datetime:
    """When the week begins at the first of the sites."""
    return min(Week.of(part.draft.monday).span(ZoneInfo(part.site.zone)).start for part in parts)


def sites_of(parts: Sequence[DraftPart]) -> list[UUID]:
    """The sites, always in one order."""
    return sorted(part.site_id for part in parts)
