"""Tracks are set up: which groups one person goes to together, so that their places become seats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from stepwell.actions import once, seats
from stepwell.actions.charts import NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.seats import TrackSeats
from stepwell.domain.privacy.access import Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.program.models import ProgramTemplate, Site
from stepwell.records.schedule.models import Group
from stepwell.records.waiting.models import Track, TrackGroup


class NotATrack(Refusal):
    """A track has groups of one site, or it can't end as long as a seat of it is held."""


def list_sites(by: SignedIn) -> list[Site]:
    """The sites of the reader, for intake and managers."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    return list(Site.objects.filter(pk__in=by.reader.site_ids, retired_at=None).order_by("name"))


def list_templates(by: SignedIn) -> list[ProgramTemplate]:
    """The programs a track may belong to."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    return list(ProgramTemplate.objects.filter(retired_at=None).order_by("pk"))


def list_groups(by: SignedIn, *, at: datetime) -> list[Group]:
    """The groups of the reader's sites that go on, in the order of the week."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    rows = Group.objects.filter(site__in=by.reader.site_ids)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=at.date())).select_related("site")
    return list(rows.order_by("site__name", "weekday", "start_time", "pk"))


def list_seats(by: SignedIn, *, at: datetime) -> list[TrackSeats]:
    """Every track of the reader's sites with its seats today."""
    sites = list_sites(by)
    on = min((site.day_at(at) for site in sites), default=at.date())
    return seats.list_tracks(sites, on=on)


@transaction.atomic(durable=True)
def open_track(
    by: SignedIn,
    *,
    site_id: UUID,
    template_id: UUID,
    title: str,
    groups: Collection[UUID],
    key: str,
    at: datetime,
) -> Track:
    """These groups belong together from now on. The same `key` again gives the track of the first time."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    done, is_first = once.claim(key, action="open_track", account_id=by.account_id, at=at)
    if not is_first:
        return Track.objects.select_related("site").get(pk=done.result["track"])
    if site_id not in by.reader.site_ids:
        raise NotHere("There is nothing here.")
    found = list(Group.objects.filter(pk__in=groups, site=site_id))
    template = ProgramTemplate.objects.filter(pk=template_id, retired_at=None).first()
    if not found or len(found) != len(set(groups)) or template is None or not title.strip():
        raise NotATrack(gettext_noop("Choose a program, and groups of one site that belong together."))
    track = Track.objects.create(
        site_id=site_id,
        template=template,
        title=title.strip(),
        written_at=at,
        written_by=by.account_id,
    )
    TrackGroup.objects.bulk_create(TrackGroup(track=track, group=group) for group in found)
    done.result = {"track": str(track.pk)}
    done.save(update_fields=["result"])
    return track


@transaction.atomic(durable=True)
def end_track(by: SignedIn, track_id: UUID, *, at: datetime) -> None:
    """No seat of it is offered any more; who is in its groups stays there. Refused while a seat is held."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    track = Track.objects.select_related("site").filter(pk=track_id, site__in=by.reader.site_ids).first()
    if track is None:
        raise NotHere("There is no such track.")
    on = track.site.day_at(at)
    if seats.in_force(on=on).filter(track=track).exists():
        raise NotATrack(gettext_noop("A seat of it is held for somebody. Give it back first."))
    Track.objects.filter(pk=track.pk, retired_at=None).update(retired_at=at)
