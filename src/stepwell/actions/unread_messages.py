"""How many messages somebody has not read: in one record, for a supporter, and among one's own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from stepwell.actions import charts, shared_charts
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.shared_charts import Shared
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.domain.privacy.terms import Category
from stepwell.records.episodes.models import Episode
from stepwell.records.messages.models import Message, Reading, Thread
from stepwell.records.people.models import Person
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

MOST_LISTED = 50


@dataclass(frozen=True)
class Counted:
    """A thread, how many of its messages a reader hasn't seen, and when the latest was written."""

    person_id: UUID
    supporter_id: UUID | None
    unread: int
    latest_at: datetime | None


def count_threads(person: Person, *, reader: UUID) -> list[Counted]:
    """The threads of one person."""
    return _with_counts(Thread.objects.filter(person=person), reader=reader)


def _with_counts(rows: QuerySet[Thread], *, reader: UUID) -> list[Counted]:
    upto = Reading.objects.filter(thread=OuterRef("pk"), account_id=reader).values("upto")
    is_new = Q(upto=None) | Q(messages__at__gt=F("upto"))
    counted = rows.annotate(upto=Subquery(upto[:1])).annotate(
        latest=Max("messages__at"),
        unread=Count("messages", filter=is_new & ~Q(messages__account_id=reader)),
    )
    return [Counted(*row) for row in counted.values_list("person_id", "supporter_id", "unread", "latest")]


def reader_of(by: SignedIn) -> UUID:
    """The account that reads; no job does."""
    if by.account_id is None:
        raise NotHere("No job reads messages.")
    return by.account_id


def count_unread(chart: Chart) -> int:
    """How many messages the reader of the chart has not seen."""
    chart.need(Part.MESSAGES)
    return sum(row.unread for row in count_threads(chart.person, reader=reader_of(chart.by)))


def count_unread_shared(shared: Shared, by: SignedIn) -> int:
    """The same for a supporter; nothing where messages aren't granted."""
    if not shared.opens(Category.MESSAGES):
        return 0
    supporter = shared_charts.supporter_of(shared)
    rows = count_threads(shared.person, reader=reader_of(by))
    return sum(row.unread for row in rows if row.supporter_id == supporter.pk)


@dataclass(frozen=True)
class Inbox:
    """One of a counselor's people who has written, or was written to."""

    chart: Chart
    unread: int
    latest_at: datetime


def list_inbox(by: SignedIn, *, at: datetime) -> list[Inbox]:
    """The reader's own people with messages: what is new on top, then the latest; one line names them all."""
    if by.role is not Role.COUNSELOR or by.staff is None:
        raise NotHere("There is no such page.")
    rows: dict[UUID, tuple[int, datetime]] = {}
    for one in _of_own_people(by):
        if one.latest_at is not None:
            unread, latest = rows.get(one.person_id, (0, one.latest_at))
            rows[one.person_id] = (unread + one.unread, max(latest, one.latest_at))
    in_order = sorted(rows, key=lambda key: (rows[key][0] == 0, -rows[key][1].timestamp()))[:MOST_LISTED]
    opened = charts.open_list(by, in_order, Purpose.TREATMENT, what="messages", at=at)
    return [Inbox(chart, *rows[chart.person.pk]) for chart in opened]


def count_new(by: SignedIn) -> int:
    """How many messages of the reader's own people are new to them. It names nobody."""
    if by.role is not Role.COUNSELOR or by.staff is None:
        return 0
    return _new.first(staff=by.staff.pk, reader=reader_of(by)) or 0


@composed.once
def _new(gap: Gaps) -> QuerySet[Any, int]:
    mine = Episode.objects.filter(counselor_id=gap.staff, is_open=True)
    read = Reading.objects.filter(thread=OuterRef("thread"), account_id=gap.reader, upto__gte=OuterRef("at"))
    rows = Message.objects.filter(thread__person__in=mine.values("person_id"))
    rows = rows.exclude(account_id=gap.reader).filter(~Exists(read))
    return rows.order_by().values("organization").annotate(n=Count("pk")).values_list("n", flat=True)


def _of_own_people(by: SignedIn) -> list[Counted]:
    """The threads of the reader's own people."""
    mine = Episode.objects.filter(counselor=by.staff, is_open=True)
    rows = Thread.objects.filter(person__in=mine.values("person_id"))
    return _with_counts(rows, reader=reader_of(by))
