"""Each person's days as their payer counts them: counts, because; or does not count, and why.

Counted anew each time from attendance, notes and plan by the rules of that day; what was billed or overruled
stands beside it, with what the rules said then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from stepwell.actions import billing_facts, charts, once, payers
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.payers import Paid
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.hours.payer.counting import CountedDay, count
from stepwell.domain.hours.payer.reasons import Reason
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.billing.models import DayAct, DayEntry, Payer, PayerLink

__all__ = ["DayAct", "PaidDay", "bill", "days_of", "export", "overrule", "page_of_lists"]

PAGE = 50
MOST_WORDS = 500
_BILLING = (DayAct.BILLED.value, DayAct.TAKEN_BACK.value)


class CannotBill(Refusal):
    """This can't be done with this day."""


@dataclass(frozen=True)
class Entry:
    """One act about a day, its words opened."""

    row: DayEntry
    words: str


@dataclass(frozen=True)
class PaidDay:
    """A day of somebody whose payer is known."""

    chart: Chart
    counted: CountedDay
    payer: Payer
    entries: tuple[Entry, ...]

    @property
    def day(self) -> date:
        return self.counted.day

    @property
    def because(self) -> tuple[Reason, ...]:
        return self.counted.because

    @property
    def billed(self) -> DayEntry | None:
        """The entry by which it is billed; None where it isn't."""
        last = self._last_of(_BILLING)
        return last.row if last and last.row.act == DayAct.BILLED.value else None

    @property
    def overruled(self) -> Entry | None:
        """The entry that overrules what the rules say; None where they stand."""
        last = self._last_of((DayAct.COUNTS.value, DayAct.COUNTS_NOT.value, DayAct.AS_COUNTED.value))
        return last if last and last.row.act != DayAct.AS_COUNTED.value else None

    @property
    def is_billable(self) -> bool:
        """As overruled, or else as counted."""
        overruled = self.overruled
        return overruled.row.act == DayAct.COUNTS.value if overruled else self.counted.counts

    @property
    def units(self) -> int:
        """What can be billed: of a day overruled to count its attended minutes, at least one unit."""
        edition = self.counted.edition
        if self.counted.counts or edition is None or not self.is_billable:
            return self.counted.units
        return max(1, edition.unit.of(self.counted.attended))

    @property
    def is_unbilled(self) -> bool:
        return self.is_billable and self.billed is None

    @property
    def is_billed_wrongly(self) -> bool:
        return not self.is_billable and self.billed is not None

    def _last_of(self, acts: Sequence[str]) -> Entry | None:
        return next((each for each in reversed(self.entries) if each.row.act in acts), None)


@dataclass(frozen=True)
class Lists:
    """Of the people of one page: what could be billed and isn't, and what is billed and couldn't."""

    people: int
    unbilled: tuple[PaidDay, ...]
    billed_wrongly: tuple[PaidDay, ...]


def days_of(opened: Sequence[Chart], first: date, last: date) -> list[PaidDay]:
    """The days of these people with a session, from one to another, both counted, by person and day."""
    for chart in opened:
        chart.need(Part.BILLING)
    people = [chart.person.pk for chart in opened]
    paid = {person: spans for person, spans in payers.paid_for(people).items() if spans}
    if not paid:
        return []
    chosen = payers.rules_for(each.payer.pk for spans in paid.values() for each in spans)
    rules = {person: payers.rule_set(spans, chosen) for person, spans in paid.items()}
    events = billing_facts.events_of(list(paid), rules, first, last)
    entries = _entries(opened, first, last)
    found: list[PaidDay] = []
    for chart in opened:
        if chart.person.pk not in paid:
            continue
        own = events.of(str(chart.person.pk))
        for day in (day for week in count(own, rules[chart.person.pk]) for day in week.days):
            payer = _payer_on(paid[chart.person.pk], day.day)
            if payer is not None and first <= day.day <= last:
                acts = tuple(entries.get((chart.person.pk, day.day), ()))
                found.append(PaidDay(chart, day, payer, acts))
    return found


def page_of_lists(by: SignedIn, first: date, last: date, *, page: int, at: datetime) -> Lists:
    """Both lists of the people of a page, from 1; one line in the trail names everybody on it."""
    start = (max(1, page) - 1) * PAGE
    people = _with_payer(by)
    opened = charts.open_list(by, people[start : start + PAGE], Purpose.OPERATIONS, what="billing", at=at)
    return _lists(len(people), days_of(opened, first, min(last, _yesterday(at))))


def export(by: SignedIn, first: date, last: date, *, at: datetime) -> Iterator[PaidDay]:
    """Every day of both lists, a part of the people at a time; the trail says it was exported."""
    people = _with_payer(by)
    for start in range(0, len(people), PAGE):
        part = people[start : start + PAGE]
        opened = charts.open_list(by, part, Purpose.OPERATIONS, what="billing_export", at=at)
        lists = _lists(len(people), days_of(opened, first, min(last, _yesterday(at))))
        yield from (*lists.unbilled, *lists.billed_wrongly)


@transaction.atomic(durable=True)
def bill(chart: Chart, days: Sequence[date], *, key: str, at: datetime) -> int:
    """These days are billed; each must be billable. How many are."""
    payers.need_billing(chart)
    if not days:
        raise CannotBill(gettext_noop("Choose at least one day."))
    found = {each.day: each for each in days_of([chart], min(days), max(days))}
    if any(day not in found or not found[day].is_unbilled for day in days):
        raise CannotBill(gettext_noop("One of these days can't be billed. Look at them again."))
    if not once.is_first_time(key, action="bill_days", account_id=chart.by.account_id, at=at):
        return 0
    for day in days:
        _enter(found[day], DayAct.BILLED, words="", at=at)
    return len(days)


@transaction.atomic(durable=True)
def overrule(chart: Chart, day: date, act: DayAct, *, words: str, key: str, at: datetime) -> None:
    """The day counts, counts not, counts as the rules say, or its bill is taken back, with the reason why."""
    payers.need_billing(chart)
    text = words.replace("\r\n", "\n").strip()
    if act is DayAct.BILLED:
        raise CannotBill(gettext_noop("Choose what to do."))
    if not text or len(text) > MOST_WORDS:
        raise CannotBill(gettext_noop("Say why, in at most %(most)s letters."), most=MOST_WORDS)
    found = next(iter(days_of([chart], day, day)), None)
    if found is None:
        raise NotHere("There is no such day.")
    if act is DayAct.TAKEN_BACK and found.billed is None:
        raise CannotBill(gettext_noop("This day is not billed."))
    if once.is_first_time(key, action="overrule_day", account_id=chart.by.account_id, at=at):
        _enter(found, act, words=text, at=at)


def _enter(day: PaidDay, act: DayAct, *, words: str, at: datetime) -> None:
    chart, counted = day.chart, day.counted
    row = DayEntry.objects.create(
        person=chart.person,
        day=day.day,
        act=act.value,
        payer=day.payer,
        counted=counted.counts,
        units=day.units,
        because=[{"rule": each.rule, "sentence": each.sentence} for each in counted.because],
        words=chart.seal(words) if words else None,
        written_at=at,
        written_by=chart.by.account_id,
    )
    chart.note("billing", row.pk, at=at, act=act.value)


def _entries(opened: Sequence[Chart], first: date, last: date) -> dict[tuple[UUID, date], list[Entry]]:
    by_person = {chart.person.pk: chart for chart in opened}
    rows = DayEntry.objects.filter(person__in=list(by_person), day__range=(first, last))
    found: dict[tuple[UUID, date], list[Entry]] = {}
    for row in rows.order_by("written_at", "pk"):
        words = by_person[row.person_id].read(bytes(row.words), of=Part.BILLING) if row.words else ""
        found.setdefault((row.person_id, row.day), []).append(Entry(row, words))
    return found


def _lists(people: int, days: Sequence[PaidDay]) -> Lists:
    return Lists(
        people,
        tuple(each for each in days if each.is_unbilled),
        tuple(each for each in days if each.is_billed_wrongly),
    )


def _with_payer(by: SignedIn) -> list[UUID]:
    need_role(by, Role.MANAGER)
    linked = PayerLink.objects.exclude(payer=None).values("person_id")
    return list(charts.find_people(by, Purpose.OPERATIONS).filter(pk__in=linked))


def _payer_on(paid: Sequence[Paid], day: date) -> Payer | None:
    return next((each.payer for each in paid if each.begins <= day <= each.ends), None)


def _yesterday(at: datetime) -> date:
    return at.date() - timedelta(days=1)
