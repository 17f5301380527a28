"""An enquiry moves on: tries to reach somebody, an end with its reason, another state.

What may follow what is told by `domain.episodes.lifecycle`; here it is looked up what is there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from stepwell.actions import once, seats, stepping
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import BEFORE_A_SEAT, may_move, may_take, transition
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Mover, Need
from stepwell.domain.privacy.access import Role
from stepwell.kernel.decisions import Permit
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import ContactTry, Enquiry, EnquiryState, Screening
from stepwell.records.placement.models import LevelDecision, Referral
from stepwell.records.waiting.models import Outcome, Why

TRIES = 3
"""So many tries before somebody counts as not reached. Program policy."""
ON_THE_WAY = BEFORE_A_SEAT | {State.PENDING}
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "own_wish": gettext_noop("They chose not to go on"),
        "other_program": gettext_noop("They go to another program"),
        "too_far": gettext_noop("It is too far, or the times don't fit"),
        "insurance": gettext_noop("Insurance or cost"),
        "not_for_them": gettext_noop("Another kind of help fits better"),
        "needs_more": gettext_noop("They need more care than we give"),
        "not_reached": gettext_noop("Not reached"),
    }
)
"""Coded reasons for an end or a referral."""
MISSING: Mapping[Need, str] = MappingProxyType(
    {
        Need.SCREENING_TIME: gettext_noop("Choose a time for the screening first."),
        Need.RECEIVING_PLACE: gettext_noop("Write down which place takes over."),
        Need.RETURN_DATE: gettext_noop("Agree on a date to come back first."),
        Need.LEVEL_SIGNED: gettext_noop("A clinician decides on the level of care and signs it first."),
        Need.SEAT: gettext_noop("There is no seat for this person yet."),
        Need.TRIED_TO_REACH: gettext_noop("Try three times to reach them first, and write each try down."),
        Need.REASON: gettext_noop("Choose a reason."),
        Need.CHECKLIST: gettext_noop("Finish what the checklist asks for first."),
    }
)

NOT_GIVEN_HERE = gettext_noop(
    "The level that was decided on is given elsewhere. Refer them there; "
    "they are screened again when they come back."
)


class CannotGoOn(Refusal):
    """The way through knows no such move, or something has to come first."""


class MovedSince(Refusal):
    """A colleague moved it while this page was open."""


@transaction.atomic(durable=True)
def note_try(chart: Chart, enquiry: Enquiry, *, was_reached: bool, key: str, at: datetime) -> None:
    """Somebody tried to reach whoever may be called, and did or didn't."""
    if not once.is_first_time(key, action="note_try", account_id=chart.by.account_id, at=at):
        return
    row = stepping.locked(chart, enquiry)
    ContactTry.objects.create(
        enquiry=row, tried_at=at, was_reached=was_reached, written_by=chart.by.account_id
    )
    if was_reached:
        row.last_contact_at = at
        row.save(update_fields=["last_contact_at"])
    stepping.go_on(row, after="tried", by=chart.by, at=at)
    chart.note("enquiry", row.pk, at=at)


@transaction.atomic(durable=True)
def end(
    chart: Chart, enquiry: Enquiry, *, to: State, reason: str, seen: str = "", key: str, at: datetime
) -> None:
    """The way ends before a first day: they chose otherwise, or are not reached. It stays in the list."""
    if not once.is_first_time(key, action="end_enquiry", account_id=chart.by.account_id, at=at):
        return
    row = stepping.locked(chart, enquiry)
    move(chart, row, to=to, reason=known_reason(reason), seen=seen, at=at)


@transaction.atomic(durable=True)
def advance(chart: Chart, enquiry: Enquiry, *, to: State, seen: str = "", key: str, at: datetime) -> None:
    """On to another state, when everything it needs is there already. The board's own move."""
    if not once.is_first_time(key, action="advance_enquiry", account_id=chart.by.account_id, at=at):
        return
    move(chart, stepping.locked(chart, enquiry), to=to, seen=seen, at=at)


def move(
    chart: Chart,
    enquiry: Enquiry,
    *,
    to: State,
    reason: str = "",
    words: str = "",
    has: Collection[Need] = (),
    seen: str = "",
    at: datetime,
) -> None:
    """Write the new state and what comes next. Inside a transaction, with the enquiry locked.

    `seen` is the state its form was shown with; `has` what the caller knows to be there
    besides what the records tell.
    """
    check_seen(enquiry, seen)
    _check(chart, enquiry, to, {*has, *there(enquiry, reason=reason)})
    EnquiryState.objects.filter(enquiry=enquiry, until_at=None).update(until_at=at)
    EnquiryState.objects.create(
        enquiry=enquiry,
        state=to.value,
        from_at=at,
        reason=reason,
        words=chart.seal(words),
        written_by=chart.by.account_id,
    )
    enquiry.state, enquiry.is_open = to.value, to in ON_THE_WAY
    enquiry.save(update_fields=["state", "is_open", "returns_on", "screened_at", "episode"])
    if to is not State.SCREENING:
        Screening.objects.filter(enquiry=enquiry, voided_at=None, held_at=None).update(
            voided_at=at, why_void="ended"
        )
    if to is not State.REFERRED:
        Referral.objects.filter(enquiry=enquiry, ended_at=None).update(ended_at=at, how_ended=to.value)
    _let_go_of_seat(enquiry, to, at=at)
    stepping.go_on(enquiry, after=to.value, by=chart.by, at=at)
    chart.note("enquiry", enquiry.pk, at=at, state=to.value)


def check_seen(enquiry: Enquiry, seen: str) -> None:
    """Refuse what a form asks that was shown with another state; nothing seen is nothing checked."""
    if seen and seen != enquiry.state:
        raise MovedSince(gettext_noop("A colleague moved this person just now. Look again, then choose."))


def _let_go_of_seat(enquiry: Enquiry, to: State, *, at: datetime) -> None:
    """An offered seat that isn't taken is free again; at an end so is one held to come back to."""
    if to in {State.PENDING, State.ADMITTED}:
        return
    only = Why.OFFER if to in ON_THE_WAY else None
    seats.let_go(enquiry.person_id, outcome=Outcome.FREED, only=only, at=at)


def there(enquiry: Enquiry, *, reason: str = "") -> set[Need]:
    """What of the needs of a move the records tell. A seat is told by those who keep it."""
    found = {Need.REASON} if reason else set()
    decided = find_decided(enquiry)
    if decided is not None and decided.is_given_here:
        found.add(Need.LEVEL_SIGNED)
    if enquiry.returns_on is not None:
        found.add(Need.RETURN_DATE)
    if Screening.objects.filter(enquiry=enquiry, voided_at=None).exists():
        found.add(Need.SCREENING_TIME)
    if ContactTry.objects.filter(enquiry=enquiry).count() >= TRIES:
        found.add(Need.TRIED_TO_REACH)
    return found


def find_decided(enquiry: Enquiry) -> LevelDecision | None:
    """The level that was signed after the screening in force; None before, and while it is screened again."""
    rows = LevelDecision.objects.filter(assessment__enquiry=enquiry, assessment__screening__voided_at=None)
    return rows.order_by("-signed_at").first()


def _check(chart: Chart, enquiry: Enquiry, to: State, has: Collection[Need]) -> None:
    before = State(enquiry.state)
    mover = Mover.PERSON if chart.by.role is Role.SYSTEM else Mover.INTAKE
    if isinstance(may_take(before, to, by=mover, has=has), Permit):
        return
    step = transition(before, to)
    if step is None or not isinstance(may_move(before, to), Permit) or mover not in step.by:
        raise CannotGoOn(gettext_noop("That doesn't follow from where this person stands now."))
    lacking = next(need for need in step.needs if need not in has)
    if lacking is Need.LEVEL_SIGNED and find_decided(enquiry) is not None:
        raise CannotGoOn(NOT_GIVEN_HERE)
    raise CannotGoOn(MISSING[lacking])


def known_reason(reason: str) -> str:
    """The coded reason, or nothing where it isn't one."""
    return reason if reason in REASONS else ""
