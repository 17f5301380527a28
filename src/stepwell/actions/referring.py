"""A warm referral: called together, taken over by somebody with a name, with a date to come back.

Where the program holds seats, one is held until some days after that date.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from stepwell.actions import assessing, holding_seats, loading_editions, moving_enquiries, once, stepping
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Need
from stepwell.domain.placement.edition import Edition, Level, NotAnEdition
from stepwell.domain.placement.referral import NotWarm, WarmReferral
from stepwell.domain.privacy.access import Part
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.placement.models import LevelDecision, Referral
from stepwell.records.waiting.models import Why

GRACE_DAYS = 3
"""So long after the date to come back a seat is still held. Program policy."""
CHANGED = "changed"


class CannotRefer(Refusal):
    """What makes a referral warm is not all there."""


@dataclass(frozen=True)
class Asked:
    """A referral as the form tells it. `wants_seat`: hold a seat, where the program holds one so long."""

    level: str
    place: str
    taken_over_by: str
    called_together: bool
    returns_on: date
    reason: str
    wants_seat: bool = False


@dataclass(frozen=True)
class Away:
    """A referral, its words opened."""

    row: Referral
    place: str
    taken_over_by: str


@transaction.atomic(durable=True)
def refer_warmly(
    chart: Chart, enquiry: Enquiry, asked: Asked, *, seen: str = "", key: str, at: datetime
) -> Referral | None:
    """Into good hands elsewhere. Without a seat that can be held the referral stands, and says so.

    None where it was written already.
    """
    if not once.is_first_time(key, action="refer_enquiry", account_id=chart.by.account_id, at=at):
        return None
    row = stepping.locked(chart, enquiry)
    warm = _warm(asked, _level(chart, row, asked.level), today=row.site.day_at(at))
    row.returns_on = warm.returns_on
    has = {Need.RECEIVING_PLACE}
    words = f"{warm.place}, {warm.taken_over_by}"
    reason = moving_enquiries.known_reason(asked.reason)
    moving_enquiries.move(
        chart, row, to=State.REFERRED, reason=reason, words=words, has=has, seen=seen, at=at
    )
    until = _hold(chart, row, warm.returns_on, at=at) if asked.wants_seat else None
    told = json.dumps({"place": warm.place, "taken_over_by": warm.taken_over_by})
    made = Referral.objects.create(
        enquiry=row,
        level=warm.level.id,
        level_title=warm.level.title,
        words=assessing.sealed(chart, told),
        made_on=warm.made_on,
        returns_on=warm.returns_on,
        seat_held_until=until,
        made_at=at,
        made_by=assessing.writer(chart),
    )
    chart.note("referral", made.pk, at=at)
    return made


@transaction.atomic(durable=True)
def agree_return(chart: Chart, enquiry: Enquiry, *, returns_on: date, key: str, at: datetime) -> None:
    """Agree on another date to come back; a seat that was held is held on, where it can be."""
    if not once.is_first_time(key, action="agree_return", account_id=chart.by.account_id, at=at):
        return
    row = stepping.locked(chart, enquiry)
    now = Referral.objects.filter(enquiry=row, ended_at=None).first()
    if now is None or State(row.state) is not State.REFERRED:
        raise CannotRefer(gettext_noop("This person is not away on a referral."))
    today = row.site.day_at(at)
    if returns_on <= today:
        raise CannotRefer(gettext_noop("The date to come back is after today."))
    Referral.objects.filter(pk=now.pk).update(ended_at=at, how_ended=CHANGED)
    Referral.objects.create(
        enquiry=row,
        level=now.level,
        level_title=now.level_title,
        words=bytes(now.words),
        made_on=today,
        returns_on=returns_on,
        seat_held_until=_hold(chart, row, returns_on, at=at) if now.seat_held_until is not None else None,
        made_at=at,
        made_by=assessing.writer(chart),
    )
    row.returns_on, row.last_contact_at = returns_on, at
    row.save(update_fields=["returns_on", "last_contact_at"])
    stepping.go_on(row, after=CHANGED, by=chart.by, at=at)
    chart.note("referral", row.pk, at=at)


def find_away(chart: Chart, enquiry: Enquiry) -> Away | None:
    """The referral on which somebody is away, or None."""
    chart.need(Part.PLACEMENT)
    row = Referral.objects.filter(enquiry=enquiry, ended_at=None).select_related("made_by").first()
    if row is None:
        return None
    told = json.loads(assessing.read(chart, row.words) or "{}")
    return Away(row, told.get("place", ""), told.get("taken_over_by", ""))


def list_levels(enquiry: Enquiry) -> tuple[Sequence[Level], str]:
    """The levels to choose from, and the one that was decided on, or nothing."""
    decided = _decided(enquiry)
    levels = _edition(decided).levels
    return levels, (decided.selected if decided is not None else "")


def _level(chart: Chart, enquiry: Enquiry, level_id: str) -> Level:
    chart.need(Part.PLACEMENT)
    try:
        return _edition(_decided(enquiry)).level(level_id)
    except NotAnEdition as unknown:
        raise CannotRefer(gettext_noop("Choose a level.")) from unknown


def _decided(enquiry: Enquiry) -> LevelDecision | None:
    rows = LevelDecision.objects.filter(assessment__enquiry=enquiry).select_related("assessment__edition")
    return rows.order_by("-signed_at").first()


def _edition(decided: LevelDecision | None) -> Edition:
    if decided is None:
        return loading_editions.current()
    return loading_editions.edition_of(decided.assessment.edition)


def _warm(asked: Asked, level: Level, *, today: date) -> WarmReferral:
    try:
        return WarmReferral(
            level=level,
            place=asked.place.strip(),
            taken_over_by=asked.taken_over_by.strip(),
            called_together=asked.called_together,
            made_on=today,
            returns_on=asked.returns_on,
        )
    except NotWarm as cold:
        raise CannotRefer(str(cold)) from cold


def _hold(chart: Chart, enquiry: Enquiry, returns_on: date, *, at: datetime) -> date | None:
    """The last day of a seat held to come back to; None where the program holds none so long."""
    until = returns_on + timedelta(days=GRACE_DAYS)
    held = holding_seats.hold_for_return(chart, enquiry, until=until, at=at)
    return held.until_on if held is not None and held.why == Why.REFERRAL else None
