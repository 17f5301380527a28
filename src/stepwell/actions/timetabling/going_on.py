"""The groups that a timetable plans and that go on in a week, and who is in them then."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from stepwell.actions.timetabling.gathered_services import Offered
from stepwell.kernel.weeks import Week
from stepwell.records.schedule.models import Group, RosterEntry


def groups_in(week: Week, offered: Offered) -> QuerySet[Group]:
    """The groups of planned services, at any site, that neither begin after the week nor end before it."""
    rows = Group.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=week.monday),
        starts_on__lte=week.sunday,
        service__key__in=offered.by_key,
    )
    return rows.select_related("service", "room", "site")


def entries_in(week: Week, groups: QuerySet[Group] | Iterable[Group | UUID]) -> QuerySet[RosterEntry]:
    """Who belongs to these groups on some day of the week."""
    return RosterEntry.objects.filter(
        Q(until_on=None) | Q(until_on__gt=week.monday), group__in=groups, from_on__lte=week.sunday
    )
