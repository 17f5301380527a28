"""What comes next for somebody who asked: closed and opened in the transaction that changes their state."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes import next_step as rules
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.enquiries.models import Enquiry, EnquiryState, Screening
from stepwell.records.placement.models import ClinicianAsked
from stepwell.records.program.models import Staff
from stepwell.records.steps.models import NextStep
from stepwell.records.waiting.models import SeatHold

DONE = "done"
"""The outcome of a step that somebody did; other outcomes are the state that came instead."""


def go_on(enquiry: Enquiry, *, after: str, by: SignedIn, at: datetime) -> NextStep | None:
    """The step that is next now, opened where it is another than the open one, which is then closed.

    Called inside the action's transaction, with the enquiry locked. None once it is over.
    """
    screening = Screening.objects.filter(enquiry=enquiry, voided_at=None).select_related("staff").first()
    opened = NextStep.objects.filter(enquiry=enquiry, done_at=None).first()
    found = _next(enquiry, screening, at=at)
    owner = _owner(enquiry, screening)
    if opened is not None and found is not None and _is_same(opened, found, owner):
        return opened
    close(enquiry, after=after, by=by, at=at)
    if found is None:
        return None
    return NextStep.objects.create(
        person_id=enquiry.person_id,
        enquiry=enquiry,
        what=found.key,
        owner=owner,
        opened_at=at,
        due_at=found.due_at,
    )


def close(enquiry: Enquiry, *, after: str, by: SignedIn, at: datetime) -> None:
    """The open step is over, and what came of it is told by `after`."""
    NextStep.objects.filter(enquiry=enquiry, done_at=None).update(
        done_at=at, done_by=by.account_id, outcome=after
    )


@transaction.atomic(durable=True)
def finish_step(chart: Chart, enquiry: Enquiry, *, step: str, key: str, at: datetime) -> None:
    """The step was done, with the person: the next one opens. Of two at once one does it.

    A step that is no longer the open one is left alone: a colleague has done it.
    """
    if not once.is_first_time(key, action="finish_step", account_id=chart.by.account_id, at=at):
        return
    row = locked(chart, enquiry)
    if not NextStep.objects.filter(enquiry=row, done_at=None, what=step).exists():
        return
    row.last_contact_at = at
    row.save(update_fields=["last_contact_at"])
    close(row, after=DONE, by=chart.by, at=at)
    go_on(row, after=DONE, by=chart.by, at=at)
    chart.note("enquiry", row.pk, at=at)


def locked(chart: Chart, enquiry: Enquiry) -> Enquiry:
    """The enquiry as it is now, and nobody else changes it until this transaction ends."""
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("site", "owner")
    return rows.get(pk=enquiry.pk, person=chart.person)


def facts_of(enquiry: Enquiry, screening: Screening | None) -> rules.EpisodeFacts:
    """What is known of an enquiry, as the rules of what comes next ask for it."""
    since = EnquiryState.objects.get(enquiry=enquiry, until_at=None).from_at
    done = NextStep.objects.filter(enquiry=enquiry, outcome=DONE, done_at__gte=since)
    return rules.EpisodeFacts(
        state=State(enquiry.state),
        since=since,
        requested_at=enquiry.asked_at,
        screening_at=screening.starts_at if screening else None,
        screened_at=enquiry.screened_at,
        last_contact_at=enquiry.last_contact_at,
        returns_on=enquiry.returns_on,
        starts_on=_first_day(enquiry),
        done=frozenset(done.values_list("what", flat=True)),
    )


def _first_day(enquiry: Enquiry) -> date | None:
    """The first day that was agreed with the seat that is held."""
    held = SeatHold.objects.filter(enquiry=enquiry, ended_at=None).values_list("starts_on", flat=True)
    return held.first()


def _next(enquiry: Enquiry, screening: Screening | None, *, at: datetime) -> rules.NextStep | None:
    if not enquiry.is_open:
        return None
    return rules.next_step(facts_of(enquiry, screening), at=at, zone=ZoneInfo(enquiry.site.zone))


def _is_same(opened: NextStep, found: rules.NextStep, owner: Staff) -> bool:
    return (opened.what, opened.due_at, opened.owner_id) == (found.key, found.due_at, owner.pk)


def _owner(enquiry: Enquiry, screening: Screening | None) -> Staff:
    """Who screens has the screening, and the clinician who is asked the decision; all else is the owner's."""
    if screening is None or State(enquiry.state) is not State.SCREENING:
        return enquiry.owner
    if enquiry.screened_at is None:
        return screening.staff
    asked = ClinicianAsked.objects.filter(
        assessment__screening=screening, assessment__is_open=True, until_at=None
    ).select_related("staff")
    row = asked.first()
    return row.staff if row is not None else screening.staff
