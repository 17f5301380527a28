"""A draft becomes the week: groups, rosters, sessions and quiet messages, as one act that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from stepwell.actions import charts, once, reaching
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling import clearing, judging, merging, publishing_hours
from stepwell.actions.timetabling.clearing import CannotPublish
from stepwell.actions.timetabling.drafts import DraftLine, get_draft
from stepwell.actions.timetabling.made import Made
from stepwell.actions.timetabling.putting_groups import begin_groups, end_groups
from stepwell.domain.timetable.life.stamping import Changed
from stepwell.kernel.sentences import Sentence, gettext_noop
from stepwell.records.effects.models import DoneOnce
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Group
from stepwell.records.timetable.models import DraftPart, Publication, PublishedSite

GRACE = timedelta(minutes=10)
"""Messages wait so long, so that what is taken back at once is told to nobody. Program policy."""

WEEK_CHANGED = "week_changed"
_ACTION = "publish_timetable"
_NOT_SEEN = gettext_noop(
    "Things changed since this was solved. Look at what changed, then solve again or publish it all the same."
)


@dataclass(frozen=True)
class Touched:
    """What publishing would do."""

    draft: DraftLine
    groups_kept: int
    groups_new: int
    groups_ended: int
    people_moved: int
    hours_moved: int
    messages: int
    first_day: date
    refusals: tuple[Sentence, ...]
    changed: Changed
    """What is other than when the draft was solved."""


def touched_by(by: SignedIn, draft_id: UUID, *, this_week_alone: bool = False, at: datetime) -> Touched:
    """What would be changed by publishing now, and what keeps it from being done; nothing is written."""
    draft, parts = _open(by, draft_id)
    until = _until(parts, this_week_alone)
    judged = judging.judge(by, parts, until=until, at=at)
    changes = merging.all_changes(parts) if all(part.plan for part in parts) else []
    hours = [publishing_hours.plan_hours(one.part, until=until, at=at) for one in changes]
    moved = {person for one in changes for person in one.moved}
    alone = {person for one in hours for person in one.moved}
    return Touched(
        draft=draft,
        groups_kept=sum(len(one.kept) for one in changes),
        groups_new=sum(len(one.begun) for one in changes),
        groups_ended=sum(len(one.ended) for one in changes),
        people_moved=len(moved),
        hours_moved=len(alone),
        messages=len(moved | alone),
        first_day=parts[0].draft.monday,
        refusals=judged.refusals,
        changed=judged.changed,
    )


def publish(
    by: SignedIn,
    draft_id: UUID,
    *,
    this_week_alone: bool = False,
    despite: str = "",
    key: str,
    at: datetime,
) -> UUID:
    """Let the draft's week stand from its Monday on, or for that week alone; the key of what was done.

    Groups of which everything stays go on; others end the day before and new ones begin. Times alone of the
    week and after move to the time they have in the plan. For a week alone, groups only pause in it and new
    ones end with it: the usual week comes back by itself. Everybody touched gets one neutral message. All of
    it or nothing: refused when the week has begun, when today's facts no longer allow it, or when another
    timetable for a site's week is published at the same moment. Facts that changed since it was solved and
    break no rule must have been seen: `despite` is the token of those changes (see `touched_by`).
    """
    _draft, parts = _open(by, draft_id)
    known = DoneOnce.objects.filter(key=once.kept(key), account_id=by.account_id, action=_ACTION).first()
    if known is not None:
        return UUID(known.result["publication"])
    until = _until(parts, this_week_alone)
    judged = judging.judge(by, parts, until=until, at=at)
    for sentence in judged.refusals:
        raise _refused(sentence)
    if judged.changed and judged.changed.token != despite:
        raise CannotPublish(_NOT_SEEN)
    try:
        return _publish(by, parts, until=until, key=key, at=at)
    except IntegrityError as error:
        raise CannotPublish(
            gettext_noop("Another timetable was published just now. Look at the week and try again.")
        ) from error


def _until(parts: Sequence[DraftPart], this_week_alone: bool) -> date | None:
    return parts[0].draft.monday + timedelta(weeks=1) if this_week_alone else None


def _refused(sentence: Sentence) -> CannotPublish:
    return CannotPublish(sentence.template, **sentence.params)


def _open(by: SignedIn, draft_id: UUID) -> tuple[DraftLine, list[DraftPart]]:
    line = get_draft(by, draft_id)
    rows = DraftPart.objects.filter(draft=draft_id).select_related("site", "draft").defer("points")
    return line, list(rows.order_by("site"))


@transaction.atomic(durable=True)
def _publish(by: SignedIn, parts: Sequence[DraftPart], *, until: date | None, key: str, at: datetime) -> UUID:
    note, is_new = once.claim(key, action=_ACTION, account_id=by.account_id, at=at)
    if not is_new:
        return UUID(note.result["publication"])
    draft = parts[0].draft
    publication = Publication.objects.create(
        draft=draft,
        monday=draft.monday,
        until_on=until,
        published_at=at,
        published_by=by.account_id,
    )
    made = Made()
    _take_the_week(publication, parts, made, at=at)
    _lock(parts)
    changes = merging.all_changes(parts)
    for one in changes:
        one.until = until
        end_groups(one, made, by=by, at=at)
    hours = [publishing_hours.plan_hours(one.part, until=until, at=at) for one in changes]
    for planned in hours:
        publishing_hours.call_off(planned, made, by=by, at=at)
    for one in changes:
        begin_groups(one, made, by=by, at=at)
    for planned in hours:
        publishing_hours.put(planned, made, at=at)
    clearing.clear(parts, draft.monday, made, by=by, at=at)
    moved = {person for one in changes for person in one.moved} | {p for h in hours for p in h.moved}
    charts.note_about(by, sorted(moved), "published_timetable", about=publication.pk, at=at)
    tell(moved, publication, at=at)
    made.people = sorted(moved)
    Publication.objects.filter(pk=publication.pk).update(made=made.as_json())
    DoneOnce.objects.filter(pk=note.pk).update(result={"publication": str(publication.pk)})
    return publication.pk


def _take_the_week(publication: Publication, parts: Iterable[DraftPart], made: Made, *, at: datetime) -> None:
    """One publication is in force for a site's week; two at once meet at the constraint."""
    sites = [part.site_id for part in parts]
    before = PublishedSite.objects.filter(site__in=sites, monday=publication.monday, ended_at=None)
    made.replaced = list(before.values_list("pk", flat=True))
    before.update(ended_at=at)
    PublishedSite.objects.bulk_create(
        PublishedSite(publication=publication, site_id=site, monday=publication.monday) for site in sites
    )


def _lock(parts: Sequence[DraftPart]) -> None:
    """Who changes one of these groups, or plans for one of these people, meanwhile waits.

    Groups before people, and always in one order, as everywhere (see grouping and overlapping).
    """
    monday = parts[0].draft.monday
    groups = Group.objects.select_for_update(of=("self",)).filter(
        Q(site__in=[part.site_id for part in parts]) | Q(pk__in=merging.visited_groups(parts)),
        Q(ends_on=None) | Q(ends_on__gt=monday),
    )
    list(groups.order_by("pk").only("pk"))
    people = sorted(UUID(key) for part in parts for key in part.facts["floors"])
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").only("pk"))


def tell(people: Iterable[UUID], publication: Publication, *, at: datetime, about: str = "published") -> None:
    """One neutral message for each, said in the words and hours they wish (see composing)."""
    for person in sorted(people):
        reaching.queue(
            WEEK_CHANGED,
            key=f"{WEEK_CHANGED}:{publication.pk}:{person}:{about}",
            person_id=person,
            payload={"publication": str(publication.pk), "about": about},
            due_at=at + GRACE,
            at=at,
        )
