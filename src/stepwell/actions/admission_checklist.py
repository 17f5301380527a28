"""The checklist of admission for one person: what is done, what is missing, and what that stops.

The items are the usual ones of `domain.episodes.checklist` as the program changed them. Whether an item
is done is read from the records that it is about; only what no record tells is ticked by staff.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from stepwell.actions import admission_papers, once, stepping
from stepwell.actions.charts import Chart
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes import checklist
from stepwell.domain.episodes.checklist import USUAL, Act, Item
from stepwell.domain.privacy.access import Part, Role
from stepwell.kernel.decisions import Permit, Refuse
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.admission.models import Authorization, Coverage, Fact, ItemRule, Kind, Told
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.measures.models import Response
from stepwell.records.people.models import Person
from stepwell.records.waiting.models import SeatHold

SAFETY, NO_CONTACT, NO_MEDICATION, LATER = (
    "safety_indicated",
    "contact_declined",
    "takes_no_medication",
    "cannot_understand_now",
)
"""Facts that staff tell, besides those that tick an item: what is known, and what there is none of."""
_INSTEAD = {NO_CONTACT: "emergency_contact", NO_MEDICATION: "medication_list"}
"""A fact that says there is none does the same job as the thing itself."""
_FROM_RECORDS = frozenset(
    {
        "privacy_notice",
        "treatment_consent",
        "disclosure_consent",
        "authorization",
        "safety_plan",
        "emergency_contact",
        "baseline_measures",
        "medication_list",
    }
)
"""Items whose doing is in a record of its own. All others are ticked."""


class NotAnItem(Refusal):
    """The checklist has no such item, or it can't be ticked."""


@dataclass(frozen=True)
class Line:
    """One item for one person."""

    item: Item
    is_done: bool
    is_later: bool
    """It is still wanted, and stops nothing for now."""

    @property
    def may_be_ticked(self) -> bool:
        """No record tells of it, so staff say that it is done."""
        return self.item.key not in _FROM_RECORDS


@dataclass(frozen=True)
class Checklist:
    """Everything that is wanted of one person, and what may happen now."""

    lines: tuple[Line, ...]
    known: frozenset[str]
    may: Mapping[Act, Permit | Refuse]

    @property
    def missing(self) -> int:
        """How many items still have to be done."""
        return sum(not line.is_done for line in self.lines)

    def stopped_by(self, act: Act) -> tuple[Item, ...]:
        """The items that this act waits for."""
        return tuple(
            line.item
            for line in self.lines
            if act in line.item.stops and not line.is_done and not line.is_later
        )


def of_chart(chart: Chart, enquiry: Enquiry, *, at: datetime) -> Checklist:
    """The checklist of the person of the chart."""
    chart.need(Part.ADMISSION)
    return of_enquiry(enquiry, at=at)


def of_enquiry(enquiry: Enquiry, *, at: datetime) -> Checklist:
    """The same for actions that have asked the rules."""
    items = list_items()
    facts = facts_of(enquiry)
    done = _done(enquiry, facts, at=at)
    known = frozenset(facts & {SAFETY, LATER})
    wanted = [one for one in items if not one.only_if or one.only_if in known]
    return Checklist(
        lines=tuple(
            Line(one, one.key in done, bool(one.later_if) and one.later_if in known) for one in wanted
        ),
        known=known,
        may={act: checklist.may_happen(act, items, done=done, known=known) for act in Act},
    )


def facts_of(enquiry: Enquiry) -> set[str]:
    """What staff told of somebody, by key. For actions and pages that have asked the rules."""
    rows = Fact.objects.filter(enquiry=enquiry, voided_at=None)
    return set(rows.values_list("key", flat=True))


def list_items() -> tuple[Item, ...]:
    """The usual items as the program changed them, then its own, in the order in which they were written."""
    latest = {row.key: row for row in ItemRule.objects.order_by("written_at", "pk")}
    usual = [_changed(one, latest.pop(one.key, None)) for one in USUAL]
    own = [_changed(None, row) for row in latest.values()]
    return tuple(one for one in (*usual, *own) if one is not None)


@transaction.atomic(durable=True)
def tick(chart: Chart, enquiry: Enquiry, what: str, *, is_so: bool, key: str, at: datetime) -> None:
    """Staff say that an item is done, or that something is so; or take that back. Both stay readable."""
    chart.need(Part.ADMISSION)
    if not once.is_first_time(key, action="tick", account_id=chart.by.account_id, at=at):
        return
    may_be_told = {one.key for one in list_items()} - _FROM_RECORDS | {
        SAFETY,
        NO_CONTACT,
        NO_MEDICATION,
        LATER,
    }
    if what not in may_be_told:
        raise NotAnItem(gettext_noop("This is done where it is written down, not by a tick."))
    row = stepping.locked(chart, enquiry)
    now = Fact.objects.filter(enquiry=row, key=what, voided_at=None)
    if is_so and not now.exists():
        Fact.objects.create(enquiry=row, key=what, written_at=at, written_by=chart.by.account_id)
    elif not is_so:
        now.update(voided_at=at)
    chart.note("admission", row.pk, at=at)


@transaction.atomic(durable=True)
def write_item(
    by: SignedIn,
    *,
    key: str,
    title: str,
    stops: Sequence[Act],
    source: str,
    is_left_out: bool = False,
    at: datetime,
) -> None:
    """The program's own wording of an item, or an item of its own. What was before stays."""
    need_role(by, Role.MANAGER)
    slug = slugify(key or title).replace("-", "_")[:40]
    if not slug or not title.strip() or not source.strip():
        raise NotAnItem(gettext_noop("Name what has to be done, and where the rule comes from."))
    ItemRule.objects.create(
        key=slug,
        title=title.strip(),
        stops=[act.name for act in stops],
        source=source.strip(),
        is_left_out=is_left_out,
        written_at=at,
        written_by=by.account_id,
    )


def _changed(usual: Item | None, row: ItemRule | None) -> Item | None:
    if row is None:
        return usual
    if row.is_left_out:
        return None
    stops = frozenset(Act[name] for name in row.stops)
    if usual is None:
        return Item(row.key, row.title, stops, row.source)
    return replace(usual, title=row.title, stops=stops, source=row.source)


def _done(enquiry: Enquiry, facts: set[str], *, at: datetime) -> set[str]:
    """The keys of everything that is done: by a record, or because staff said so."""
    person = enquiry.person
    papers = admission_papers.list_papers(person)
    done = {one.kind for one in papers if one.signed_at is not None}
    consent = admission_papers.find_disclosure_consent(person, at=at)
    told = set(Told.objects.filter(person=person, voided_at=None).values_list("kind", flat=True))
    found = {
        "disclosure_consent": consent is not None and consent.is_signed,
        "emergency_contact": Kind.CONTACT.value in told,
        "medication_list": Kind.MEDICATION.value in told,
        "safety_plan": Kind.SAFETY_PLAN.value in told,
        "baseline_measures": Response.objects.filter(
            person=person, answered_at__gte=enquiry.asked_at
        ).exists(),
        "authorization": _is_paid(person, enquiry, at=at),
    }
    done |= {key for key, is_done in found.items() if is_done}
    return done | {_INSTEAD.get(fact, fact) for fact in facts}


def _is_paid(person: Person, enquiry: Enquiry, *, at: datetime) -> bool:
    """Who pays is written down, and authorized for the first day where that is asked for."""
    free = Q(is_self_pay=True) | Q(needs_authorization=False)
    day = _first_day(enquiry, at=at)
    agreed = Authorization.objects.filter(voided_at=None, from_on__lte=day, until_on__gte=day)
    rows = Coverage.objects.filter(person=person, voided_at=None)
    return rows.filter(free | Q(pk__in=agreed.values("coverage_id"))).exists()


def _first_day(enquiry: Enquiry, *, at: datetime) -> date:
    held = SeatHold.objects.filter(enquiry=enquiry, starts_on__isnull=False).order_by("-held_at")
    return held.values_list("starts_on", flat=True).first() or enquiry.site.day_at(at)
