"""A clinician is asked, decides on the level of care and signs; what is signed stays as it is.

A level that the program gives moves the person on to the waiting list; any other one asks for a
place that gives it (`referring`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from stepwell.actions import (
    assessing,
    booking_screenings,
    charts,
    minding_flags,
    moving_enquiries,
    once,
    stepping,
)
from stepwell.actions.assessing import WHAT, Sheet
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.placement import files
from stepwell.domain.placement.decision import CannotDecide, Decision, Variance
from stepwell.domain.placement.forms import SuggestionForm
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.people.models import Person
from stepwell.records.placement.models import Amendment, Assessment, ClinicianAsked, LevelDecision
from stepwell.records.program.models import Site, Staff
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

ASKED = "decisions"


class CannotSign(Refusal):
    """The decision lacks something, or another has been signed."""


@dataclass(frozen=True)
class Waiting:
    """Somebody whose level of care a clinician is asked to decide on."""

    person: Person
    enquiry: Enquiry
    asked_at: datetime


@dataclass(frozen=True)
class Signed:
    """A decision as it was signed, its words opened, with what was added afterwards."""

    row: LevelDecision
    words: str
    suggestion: SuggestionForm | None
    """None where the person's words have been forgotten."""
    amendments: tuple[tuple[Amendment, str], ...] = ()


def list_clinicians(site: Site) -> list[Staff]:
    """Who may decide at a site: people with a credential who treat there or do intake, by name."""
    rows = Staff.objects.filter(at_sites__site=site, retired_at=None, account__is_active=True)
    rows = rows.filter(account__role__in=[Role.COUNSELOR.value, Role.INTAKE.value])
    return list(rows.exclude(credential="").order_by("family_name", "given_name", "pk"))


def find_asked(assessment: Assessment) -> Staff | None:
    """The clinician who is asked to decide, or None."""
    rows = ClinicianAsked.objects.filter(assessment=assessment, until_at=None)
    row = rows.select_related("staff").first()
    return row.staff if row is not None else None


def count_asked_of(by: SignedIn) -> int:
    """How many wait for this clinician's decision. It names nobody."""
    if by.role is not Role.COUNSELOR or by.staff is None:
        return 0
    return _number.first(staff=by.staff.pk) or 0


@composed.once
def _number(gap: Gaps) -> QuerySet[Any, int]:
    mine = ClinicianAsked.objects.filter(staff_id=gap.staff, until_at=None, assessment__is_open=True)
    mine = mine.filter(assessment__enquiry__is_open=True).order_by()
    people = Count("assessment__enquiry__person", distinct=True)
    return mine.values("staff").annotate(n=people).values_list("n", flat=True)


def list_asked_of(by: SignedIn, *, at: datetime) -> list[Waiting]:
    """Everybody whose level this clinician is asked to decide on, who waits longest first."""
    if by.role is not Role.COUNSELOR or by.staff is None:
        raise NotHere("There is no such page.")
    rows = ClinicianAsked.objects.filter(staff=by.staff, until_at=None, assessment__is_open=True)
    rows = rows.filter(assessment__enquiry__is_open=True).select_related("assessment__enquiry__site")
    found = {row.assessment.enquiry.person_id: row for row in rows.order_by("asked_at")}
    opened = charts.open_list(by, list(found), Purpose.PLACEMENT, what=ASKED, at=at)
    return [
        Waiting(chart.person, found[chart.person.pk].assessment.enquiry, found[chart.person.pk].asked_at)
        for chart in opened
    ]


@transaction.atomic(durable=True)
def ask(
    chart: Chart, assessment: Assessment, *, clinician: UUID, took_place: bool, key: str, at: datetime
) -> None:
    """Ask a clinician of the site to decide, who reaches this person from now on; one asked before no more.

    With `took_place` the screening is over, and deciding is the next step; without it the
    clinician is asked to screen, or to look at a red flag.
    """
    if not once.is_first_time(key, action="ask_clinician", account_id=chart.by.account_id, at=at):
        return
    form = assessing.locked(assessment)
    row = stepping.locked(chart, assessment.enquiry)
    staff = next((each for each in list_clinicians(row.site) if each.pk == clinician), None)
    if staff is None:
        raise CannotSign(gettext_noop("Choose a clinician of this site."))
    now = ClinicianAsked.objects.filter(assessment=form, until_at=None)
    if not now.filter(staff=staff).exists():
        now.update(until_at=at)
        ClinicianAsked.objects.create(assessment=form, staff=staff, asked_at=at, asked_by=chart.by.account_id)
    if took_place:
        booking_screenings.write_held(row, at=at)
    stepping.go_on(row, after="asked", by=chart.by, at=at)
    chart.note(WHAT, form.pk, at=at)


@transaction.atomic(durable=True)
def sign(
    chart: Chart,
    assessment: Assessment,
    *,
    selected: str,
    variance: str = "",
    words: str = "",
    seen: str,
    key: str,
    at: datetime,
) -> None:
    """Decide on the level and sign for it: name, credential and time are fixed from now on.

    `seen` is the version of the form that was read. The screening is over with it. A level given
    here moves the person on to the waiting list; another one makes a referral the next step.
    """
    if not once.is_first_time(key, action="sign_level", account_id=chart.by.account_id, at=at):
        return
    if not minding_flags.is_clinician(chart):
        raise CannotSign(gettext_noop("A clinician with a credential decides and signs. Ask one."))
    form = assessing.locked(assessment)
    row = stepping.locked(chart, assessment.enquiry)
    sheet = assessing.sheet_of(chart, form)
    if seen != sheet.version:
        raise CannotSign(gettext_noop("An answer changed while you read. Look at the form again, then sign."))
    if State(row.state) is not State.SCREENING or form.screening.voided_at is not None:
        raise CannotSign(gettext_noop("This person has moved on since. Look again."))
    decision = _decide(sheet, selected, variance, words)
    made = _write(chart, form, decision, at=at)
    Assessment.objects.filter(pk=form.pk).update(is_open=False)
    booking_screenings.write_held(row, at=at)
    _go_on(chart, row, made, at=at)
    chart.note(WHAT, made.pk, at=at)


@transaction.atomic(durable=True)
def amend(chart: Chart, decision: LevelDecision, *, words: str, key: str, at: datetime) -> None:
    """Add something to a signed decision, signed itself. The decision stays as it is."""
    if not once.is_first_time(key, action="amend_level", account_id=chart.by.account_id, at=at):
        return
    if not minding_flags.is_clinician(chart):
        raise CannotSign(gettext_noop("A clinician with a credential decides and signs. Ask one."))
    if not words.strip():
        raise CannotSign(gettext_noop("Write what you add."))
    Amendment.objects.create(
        decision=decision,
        words=assessing.sealed(chart, words.strip()),
        **_signature(chart),
        signed_at=at,
    )
    chart.note(WHAT, decision.pk, at=at)


def find_signed(chart: Chart, assessment: Assessment) -> Signed | None:
    """The decision of a form, opened; None where none is signed."""
    chart.need(Part.PLACEMENT)
    row = LevelDecision.objects.filter(assessment=assessment).first()
    if row is None:
        return None
    return _opened(chart, row)


def list_signed(chart: Chart) -> Sequence[Signed]:
    """Every level that was signed for this person, the latest first, opened."""
    chart.need(Part.PLACEMENT)
    rows = LevelDecision.objects.filter(assessment__enquiry__person=chart.person)
    rows = rows.select_related("assessment__screening", "assessment__edition").prefetch_related("amendments")
    return [_opened(chart, row) for row in rows.order_by("-signed_at")]


def _opened(chart: Chart, row: LevelDecision) -> Signed:
    suggestion = assessing.read(chart, row.suggestion)
    amendments = sorted(row.amendments.all(), key=lambda each: each.signed_at)
    return Signed(
        row=row,
        words=assessing.read(chart, row.words),
        suggestion=files.read_suggestion(suggestion) if suggestion else None,
        amendments=tuple((each, assessing.read(chart, each.words)) for each in amendments),
    )


def _decide(sheet: Sheet, selected: str, variance: str, words: str) -> Decision:
    level = next((each for each in sheet.edition.levels if each.id == selected), None)
    if level is None:
        raise CannotSign(gettext_noop("Choose a level."))
    reason = next((each for each in Variance if each.value == variance), None)
    try:
        return Decision(sheet.suggestion, level, reason, words)
    except CannotDecide as refused:
        raise CannotSign(str(refused)) from refused


def _write(chart: Chart, form: Assessment, decision: Decision, *, at: datetime) -> LevelDecision:
    suggestion = decision.suggestion
    return LevelDecision.objects.create(
        assessment=form,
        suggestion=assessing.sealed(chart, files.write_suggestion(suggestion).decode()),
        suggested=suggestion.level.id if suggestion.level is not None else "",
        selected=decision.selected.id,
        title=decision.selected.title,
        is_given_here=decision.selected.id in suggestion.edition.offered,
        variance=decision.variance.value if decision.variance is not None else "",
        words=chart.seal(decision.words.strip()),
        **_signature(chart),
        signed_at=at,
    )


def _signature(chart: Chart) -> dict[str, object]:
    staff = assessing.writer(chart)
    return {
        "staff": staff,
        "signer": staff.full_name,
        "credential": staff.credential,
        "account_id": chart.by.account_id,
    }


def _go_on(chart: Chart, enquiry: Enquiry, made: LevelDecision, *, at: datetime) -> None:
    if made.is_given_here:
        moving_enquiries.move(chart, enquiry, to=State.WAITING, at=at)
        return
    stepping.close(enquiry, after=stepping.DONE, by=chart.by, at=at)
    stepping.go_on(enquiry, after="signed", by=chart.by, at=at)
