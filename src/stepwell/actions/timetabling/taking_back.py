"""Taking a published timetable back, while nothing of it has begun."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from stepwell.actions import charts, once, rosters
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import putting_out
from stepwell.actions.timetabling.drafts import find_draft
from stepwell.actions.timetabling.judging import first_instant
from stepwell.actions.timetabling.made import Made
from stepwell.actions.timetabling.viewing import list_parts
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.effects.models import OutboxRow
from stepwell.records.episodes.models import Episode
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance
from stepwell.records.timetable.models import Publication, PublishedSite


class CannotUndo(Refusal):
    """It has begun, isn't published, or something later stands on it."""


def may_undo(by: SignedIn, draft_id: UUID, *, at: datetime) -> bool:
    """Whether `undo_publish` would do it now."""
    find_draft(by, draft_id)
    publication = Publication.objects.filter(draft=draft_id, undone_at=None).first()
    return publication is not None and _hindrance(publication, draft_id, at=at) is None


def _hindrance(publication: Publication, draft_id: UUID, *, at: datetime) -> str | None:
    if first_instant(list_parts(draft_id)) <= at:
        return gettext_noop("This week has begun, so it stays. Make a new timetable for a later one.")
    if PublishedSite.objects.filter(publication=publication, ended_at__isnull=False).exists():
        return gettext_noop("A later timetable stands on this one. Take that one back first.")
    sites = PublishedSite.objects.filter(publication=publication).values("site")
    later = PublishedSite.objects.filter(site__in=sites, ended_at=None, monday__gt=publication.monday)
    if later.filter(publication__published_at__gt=publication.published_at).exists():
        return gettext_noop("A later timetable stands on this one. Take that one back first.")
    return None


@transaction.atomic(durable=True)
def undo_publish(by: SignedIn, draft_id: UUID, *, key: str, at: datetime) -> None:
    """Everything is again as it was before: groups, rosters, sessions. Who was told is told that it changed.

    Rows that publishing made stay as records of something that never took place. Undoing twice is once.
    """
    find_draft(by, draft_id)
    if not once.is_first_time(key, action="undo_timetable", account_id=by.account_id, at=at):
        return
    publication = (
        Publication.objects.select_for_update(of=("self",)).filter(draft=draft_id, undone_at=None).first()
    )
    if publication is None:
        raise CannotUndo(gettext_noop("This timetable is not published."))
    if (because := _hindrance(publication, draft_id, at=at)) is not None:
        raise CannotUndo(because)
    made = Made.of(publication.made)
    _take_away(made, by=by, at=at)
    _restore(made, by=by, at=at)
    PublishedSite.objects.filter(publication=publication).update(ended_at=at)
    PublishedSite.objects.filter(pk__in=made.replaced).update(ended_at=None)
    Publication.objects.filter(pk=publication.pk).update(undone_at=at, undone_by=by.account_id)
    charts.note_about(by, made.people, "withdrew_timetable", about=publication.pk, at=at)
    _tell_who_was_told(publication, made, at=at)


def _take_away(made: Made, *, by: SignedIn, at: datetime) -> None:
    rosters.cancel(
        Session.objects.filter(pk__in=made.sessions).exclude(status=SessionStatus.CANCELLED), by=by, at=at
    )
    for person, session in made.expected:
        rosters.expect_no_more(Attendance.objects.filter(person_id=person, session_id=session), by=by, at=at)
    RosterEntry.objects.filter(pk__in=made.entries).update(until_on=F("from_on"))
    later = Session.objects.filter(group__in=made.groups, status=SessionStatus.PLANNED, starts_at__gt=at)
    rosters.cancel(later, by=by, at=at)  # planned by a later night
    Group.objects.filter(pk__in=made.groups).update(ends_on=F("starts_on"))


def _restore(made: Made, *, by: SignedIn, at: datetime) -> None:
    for key, ends_on in made.ended_groups:
        Group.objects.filter(pk=key).update(ends_on=ends_on)
    for key, until_on in made.ended_entries:
        RosterEntry.objects.filter(pk=key).update(until_on=until_on)
    for fills in (True, False):
        keys = [key for key, filled in made.cancelled if filled is fills]
        Session.objects.filter(pk__in=keys).update(status=SessionStatus.PLANNED, fills_room=fills)
    open_stays = Episode.objects.filter(is_open=True).values("pk")
    rosters.expect_again(
        Attendance.objects.filter(pk__in=made.not_expected, episode__in=open_stays), by=by, at=at
    )


def _tell_who_was_told(publication: Publication, made: Made, *, at: datetime) -> None:
    """Messages still waiting find that it is no longer true; who had theirs gets another."""
    sent = OutboxRow.objects.filter(
        kind=putting_out.WEEK_CHANGED,
        person_id__in=made.people,
        done_at__isnull=False,
        payload__publication=str(publication.pk),
    )
    told = [person for person in sent.values_list("person_id", flat=True) if person is not None]
    putting_out.tell(told, publication, at=at, about="withdrawn")
