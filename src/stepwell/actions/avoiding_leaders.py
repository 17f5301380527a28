"""Leaders whom a person must not, or would rather not, be with: told, listed and ended on the page of pairs.

Kept as pairs of people are: no reason is asked or stored, only a manager and intake of the site are told who
it is, and lines in the trail name neither the leader nor the matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from stepwell.actions import keeping_apart, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.privacy.access import Role
from stepwell.records.episodes.models import LeaderToAvoid
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import RosterEntry
from stepwell.records.tenancy import plainly


@dataclass(frozen=True)
class Avoided:
    """A leader this person should not be with. `together` are groups of theirs the person is in anyway."""

    row_id: UUID
    leader: Staff
    together: tuple[tuple[UUID, object], ...]
    """Key and title of each."""


def count_avoided(chart: Chart) -> int:
    """How many leaders this person should not be with; names nobody, so it may stand on any page."""
    keeping_apart.need(chart)
    return _rows(chart).count()


def list_avoided(chart: Chart, *, on: date) -> list[Avoided]:
    """The leaders this person should not be with, by name."""
    keeping_apart.need(chart)
    rows = list(_rows(chart).select_related("staff"))
    together = _together(chart, [row.staff_id for row in rows], on=on)
    found = [Avoided(row.pk, row.staff, tuple(together.get(row.staff_id, ()))) for row in rows]
    return sorted(found, key=lambda one: (one.leader.family_name, one.leader.given_name))


def list_leaders(chart: Chart) -> list[Staff]:
    """Who leads at the reader's sites and isn't avoided by this person yet."""
    keeping_apart.need(chart)
    known = _rows(chart).values("staff")
    return list(_leaders(chart).exclude(pk__in=known).order_by("given_name", "family_name", "pk"))


@transaction.atomic(durable=True)
def avoid(chart: Chart, staff_id: UUID, *, key: str, at: datetime) -> None:
    """This person is put into no session of that leader from now on. Telling it twice is telling it once.

    Groups the person is in now stay as they are; the page says so.
    """
    keeping_apart.need(chart)
    leader = _leaders(chart).filter(pk=staff_id).first()
    if leader is None:
        raise NotHere("There is nobody like that.")
    if not once.is_first_time(key, action="avoid_leader", account_id=chart.by.account_id, at=at):
        return
    row = {"person_id": chart.person.pk, "staff_id": leader.pk, "written_at": at, "voided_at": None}
    if plainly.insert_if_new(LeaderToAvoid, row):
        chart.note("keep_apart", chart.person.pk, at=at)


@transaction.atomic(durable=True)
def end(chart: Chart, row_id: UUID, *, key: str, at: datetime) -> None:
    """They may be together again. Ending it twice changes nothing; it is kept with when."""
    keeping_apart.need(chart)
    row = LeaderToAvoid.objects.filter(pk=row_id, person=chart.person).first()
    if row is None:
        raise NotHere("There is no such leader.")
    if not once.is_first_time(key, action="end_avoided", account_id=chart.by.account_id, at=at):
        return
    if LeaderToAvoid.objects.filter(pk=row.pk, voided_at=None).update(voided_at=at):
        chart.note("keep_apart", chart.person.pk, at=at)


def _rows(chart: Chart) -> QuerySet[LeaderToAvoid]:
    return LeaderToAvoid.objects.filter(person=chart.person, voided_at=None).order_by("pk")


def _leaders(chart: Chart) -> QuerySet[Staff]:
    return Staff.objects.filter(
        at_sites__site__in=chart.by.reader.site_ids, retired_at=None, account__role=Role.COUNSELOR.value
    ).distinct()


def _together(chart: Chart, leaders: Sequence[UUID], *, on: date) -> Mapping[UUID, list[tuple[UUID, object]]]:
    """Groups of each of these leaders that the person belongs to on that day or later."""
    in_force = Q(until_on=None) | Q(until_on__gt=on)
    entries = RosterEntry.objects.filter(in_force, person=chart.person, group__leader__in=leaders)
    found: dict[UUID, list[tuple[UUID, object]]] = {}
    for entry in entries.select_related("group").order_by("group__weekday"):
        found.setdefault(entry.group.leader_id, []).append((entry.group_id, entry.group.title))
    return found
