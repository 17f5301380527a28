"""Two people who must not meet: told, listed and ended, each from the page of either.

No reason is asked, and none is kept. Only a manager and intake of the site are told who it
is, and only of people whose records they may open; lines in the trail name neither the
other nor the matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from stepwell.actions import charts, enrolling, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import KeepApart
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import RosterEntry

_PURPOSES = frozenset({Purpose.OPERATIONS, Purpose.INTAKE})


class CannotKeepApart(Refusal):
    """Nobody is kept apart from themselves."""


@dataclass(frozen=True)
class Apart:
    """Somebody this person must not meet. `together` are groups that both belong to all the same."""

    pair_id: UUID
    person: Person
    together: tuple[tuple[UUID, object], ...]
    """Key and title of each."""


def count_apart(chart: Chart) -> int:
    """How many people this person is kept apart from; names nobody, so it may stand on any page."""
    need(chart)
    return _pairs(chart).count()


def list_apart(chart: Chart, *, on: date, at: datetime) -> list[Apart]:
    """Whom this person must not meet, by name, as far as the reader may know of them."""
    need(chart)
    pairs = {_other(row, chart): row.pk for row in _pairs(chart)}
    opened = charts.open_list(chart.by, list(pairs), chart.purpose, what="keep_apart", at=at)
    together = _together(chart, [one.person.pk for one in opened], on=on)
    found = [
        Apart(pairs[one.person.pk], one.person, tuple(together.get(one.person.pk, ()))) for one in opened
    ]
    return sorted(found, key=lambda one: (one.person.family_name, one.person.given_name))


@transaction.atomic(durable=True)
def keep_apart(chart: Chart, other_id: UUID, *, key: str, at: datetime) -> None:
    """These two won't be put into one group from now on. Telling it twice, or from either side, is once."""
    need(chart)
    if other_id == chart.person.pk:
        raise CannotKeepApart(gettext_noop("Choose somebody else: this is the same person."))
    opened = charts.open_list(chart.by, [other_id], chart.purpose, what="keep_apart", at=at)
    if not opened:
        raise NotHere("There is no such record.")
    if once.is_first_time(key, action="keep_apart", account_id=chart.by.account_id, at=at):
        enrolling.write_apart(chart.person, opened[0].person, by=chart.by, at=at)


@transaction.atomic(durable=True)
def end(chart: Chart, pair_id: UUID, *, key: str, at: datetime) -> None:
    """They may meet again. Ending it twice changes nothing; the pair is kept with when."""
    need(chart)
    pair = _of(chart, KeepApart.objects.filter(pk=pair_id)).first()
    if pair is None:
        raise NotHere("There is no such pair.")
    other_id = _other(pair, chart)
    if not charts.open_list(chart.by, [other_id], chart.purpose, what="keep_apart", at=at):
        raise NotHere("There is no such pair.")
    if not once.is_first_time(key, action="end_apart", account_id=chart.by.account_id, at=at):
        return
    if KeepApart.objects.filter(pk=pair.pk, voided_at=None).update(voided_at=at):
        for person_id in (chart.person.pk, other_id):
            charts.note_about(chart.by, [person_id], "keep_apart", about=person_id, at=at)


def need(chart: Chart) -> None:
    """Part of the schedule, but neither the person's own to read nor a counselor's."""
    if chart.purpose not in _PURPOSES or not chart.may_read(Part.SCHEDULE):
        raise NotHere("There is nothing here.")


def _of(chart: Chart, rows: QuerySet[KeepApart]) -> QuerySet[KeepApart]:
    return rows.filter(Q(first=chart.person) | Q(second=chart.person))


def _pairs(chart: Chart) -> QuerySet[KeepApart]:
    return _of(chart, KeepApart.objects.filter(voided_at=None)).order_by("pk")


def _other(pair: KeepApart, chart: Chart) -> UUID:
    return pair.second_id if pair.first_id == chart.person.pk else pair.first_id


def _together(chart: Chart, others: Sequence[UUID], *, on: date) -> dict[UUID, list[tuple[UUID, object]]]:
    """Groups that this person and each of the others belong to on that day or later."""
    in_force = Q(until_on=None) | Q(until_on__gt=on)
    own = RosterEntry.objects.filter(in_force, person=chart.person).values("group_id")
    theirs = RosterEntry.objects.filter(in_force, person__in=others, group__in=own)
    found: dict[UUID, list[tuple[UUID, object]]] = {}
    for entry in theirs.select_related("group").order_by("group__weekday"):
        found.setdefault(entry.person_id, []).append((entry.group_id, entry.group.title))
    return found
