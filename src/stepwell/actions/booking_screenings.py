"""The next free times for a screening, and the one that is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import moving_enquiries, once, stepping
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Need
from stepwell.domain.episodes.screening_times import HORIZON_DAYS, MINUTES, free_starts
from stepwell.domain.privacy.access import Role
from stepwell.kernel.civil import at_site
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.spans import Span
from stepwell.records.enquiries.models import Enquiry, Manner, Screening
from stepwell.records.people.models import ContactWishes
from stepwell.records.program.models import Site, SiteHoliday, Staff, StaffAbsence, StaffAvailability
from stepwell.records.schedule.models import Session, SessionStatus

OFFERED = 8
_LENGTH = timedelta(minutes=MINUTES)
_AGAIN = frozenset({State.REFERRED, State.WAITING})


class TimeTaken(Refusal):
    """Somebody else has this time, or nobody is there."""


class NoScreening(Refusal):
    """There is no time agreed, or none to agree on."""


@dataclass(frozen=True)
class Offer:
    """A time at which these members of staff are free."""

    starts_at: datetime
    staff: tuple[UUID, ...]


def screeners_at(site: Site) -> list[Staff]:
    """Who does intake at a site, by name. Nobody can ask where there is no one."""
    rows = Staff.objects.filter(at_sites__site=site, account__role=Role.INTAKE.value, retired_at=None)
    return list(rows.filter(account__is_active=True).order_by("family_name", "given_name", "pk"))


def offer_times(
    site: Site, *, manner: str, safe: tuple[time, time] | None = None, at: datetime, limit: int = OFFERED
) -> list[Offer]:
    """The next free times, the first first, of everybody who does intake at the site.

    A call comes within the hours that are safe for whoever is called (`safe`, civil time at
    the site). In a room, only those hours count that are worked at this site.
    """
    staff = screeners_at(site)
    free = _free(staff, site, manner=manner, at=at)
    zone = ZoneInfo(site.zone)
    found: dict[datetime, list[UUID]] = defaultdict(list)
    for one in staff:
        for start in free.get(one.pk, ()):
            if safe is None or manner == Manner.ROOM.value or _is_safe(start, safe, zone):
                found[start].append(one.pk)
    return [Offer(start, tuple(found[start])) for start in sorted(found)[:limit]]


def safe_hours(enquiry: Enquiry) -> tuple[time, time] | None:
    """Between which hours whoever is called may be called."""
    wishes = ContactWishes.objects.filter(person_id=enquiry.person_id).first()
    return (wishes.safe_from, wishes.safe_until) if wishes else None


def may_book(enquiry: Enquiry) -> bool:
    """Whether a time may be agreed: before a screening, and again for who comes back or waited long."""
    return enquiry.is_open and (enquiry.screened_at is None or State(enquiry.state) in _AGAIN)


def find_screening(enquiry: Enquiry) -> Screening | None:
    """The time that is agreed, or at which the screening took place."""
    return Screening.objects.filter(enquiry=enquiry, voided_at=None).select_related("staff").first()


@transaction.atomic(durable=True)
def book(
    chart: Chart, enquiry: Enquiry, *, starts_at: datetime, manner: str, key: str, at: datetime
) -> Screening:
    """This time is theirs; one agreed before is given back. Refused when it is no longer free.

    The step "screen at the time agreed" opens in the same transaction.
    """
    is_first = once.is_first_time(key, action="book_screening", account_id=chart.by.account_id, at=at)
    row = stepping.locked(chart, enquiry)
    now = Screening.objects.filter(enquiry=row, voided_at=None).select_related("staff").first()
    if now is not None and (not is_first or (now.starts_at, now.manner) == (starts_at, manner)):
        return now
    if not may_book(row):
        raise NoScreening(gettext_noop("The screening has taken place already."))
    staff = _first_free(row, starts_at, manner, at=at)
    return _agree(chart, row, staff, starts_at=starts_at, manner=manner, at=at)


@transaction.atomic(durable=True)
def book_now(chart: Chart, enquiry: Enquiry, *, manner: str, key: str, at: datetime) -> Screening:
    """Who is on the line is screened at once, by whoever talks with them. One agreed before is given back.

    Refused while something else of theirs is planned within the time a screening takes.
    """
    is_first = once.is_first_time(key, action="book_screening", account_id=chart.by.account_id, at=at)
    row = stepping.locked(chart, enquiry)
    now = Screening.objects.filter(enquiry=row, voided_at=None).first()
    if now is not None and not is_first:
        return now
    staff = chart.by.staff
    if not may_book(row) or staff is None:
        raise NoScreening(gettext_noop("The screening has taken place already."))
    list(Staff.objects.select_for_update(no_key=True).filter(pk=staff.pk).only("pk"))
    mine = Screening.objects.filter(staff=staff, voided_at=None, starts_at__lt=at + _LENGTH, ends_at__gt=at)
    if mine.exclude(enquiry=row).exists():
        raise TimeTaken(gettext_noop("You screen somebody else within this time. Offer a time instead."))
    return _agree(chart, row, staff, starts_at=at, manner=manner, at=at)


@transaction.atomic(durable=True)
def hold(chart: Chart, enquiry: Enquiry, *, key: str, at: datetime) -> None:
    """The screening took place. Told twice, or by two, it took place once."""
    is_first = once.is_first_time(key, action="hold_screening", account_id=chart.by.account_id, at=at)
    row = stepping.locked(chart, enquiry)
    if row.screened_at is not None or not is_first:
        return
    write_held(row, at=at)
    stepping.go_on(row, after="screened", by=chart.by, at=at)
    chart.note("enquiry", row.pk, at=at)


def write_held(enquiry: Enquiry, *, at: datetime) -> None:
    """The screening that was agreed took place, if nobody has said so yet. Inside a transaction, locked."""
    if enquiry.screened_at is not None:
        return
    screening = Screening.objects.filter(enquiry=enquiry, voided_at=None).first()
    if screening is None:
        raise NoScreening(gettext_noop("Agree on a time for the screening first."))
    began = min(screening.starts_at, at)
    Screening.objects.filter(pk=screening.pk).update(held_at=at)
    enquiry.screened_at, enquiry.last_contact_at = max(began, enquiry.asked_at), at
    enquiry.save(update_fields=["screened_at", "last_contact_at"])


@transaction.atomic(durable=True)
def miss(chart: Chart, enquiry: Enquiry, *, key: str, at: datetime) -> None:
    """Nobody was reached at the time agreed: it is given back, and a new one is offered next."""
    if not once.is_first_time(key, action="miss_screening", account_id=chart.by.account_id, at=at):
        return
    row = stepping.locked(chart, enquiry)
    waits = Screening.objects.filter(enquiry=row, voided_at=None, held_at=None)
    if waits.update(voided_at=at, why_void="missed"):
        stepping.go_on(row, after="missed", by=chart.by, at=at)
        chart.note("enquiry", row.pk, at=at)


def _agree(
    chart: Chart, row: Enquiry, staff: Staff, *, starts_at: datetime, manner: str, at: datetime
) -> Screening:
    """This time, with this member of staff. Inside a transaction, with the enquiry locked."""
    why = "moved" if row.screened_at is None else "again"
    Screening.objects.filter(enquiry=row, voided_at=None).update(voided_at=at, why_void=why)
    row.screened_at = None
    screening = Screening.objects.create(
        enquiry=row,
        staff=staff,
        starts_at=starts_at,
        ends_at=starts_at + _LENGTH,
        manner=Manner(manner),
        booked_at=at,
        booked_by=chart.by.account_id,
    )
    if State(row.state) is State.SCREENING:
        stepping.go_on(row, after="booked", by=chart.by, at=at)
        chart.note("enquiry", row.pk, at=at)
    else:
        moving_enquiries.move(chart, row, to=State.SCREENING, has={Need.SCREENING_TIME}, at=at)
    return screening


def _first_free(enquiry: Enquiry, starts_at: datetime, manner: str, *, at: datetime) -> Staff:
    """Who takes it: the owner when free, else the first by name. Two who choose at once come in turn."""
    candidates = screeners_at(enquiry.site)
    keys = [one.pk for one in candidates]
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").only("pk"))
    free = _free(candidates, enquiry.site, manner=manner, at=at)
    able = [one for one in candidates if starts_at in free.get(one.pk, ())]
    if not able:
        raise TimeTaken(gettext_noop("This time was taken just now. Choose another one."))
    return next((one for one in able if one.pk == enquiry.owner_id), able[0])


def _free(staff: Sequence[Staff], site: Site, *, manner: str, at: datetime) -> dict[UUID, list[datetime]]:
    """The free starts of each, over the next days."""
    keys = [one.pk for one in staff]
    working = _working(keys, None if manner != Manner.ROOM.value else site, at=at)
    taken = _taken(keys, at=at)
    return {key: free_starts(working.get(key, ()), taken.get(key, ()), after=at) for key in keys}


def _working(staff: Collection[UUID], only: Site | None, *, at: datetime) -> dict[UUID, list[Span]]:
    rows = StaffAvailability.objects.filter(staff__in=staff).select_related("site")
    if only is not None:
        rows = rows.filter(site=only)
    closed = set(
        SiteHoliday.objects.filter(voided_at=None, on_date__gte=at.date() - timedelta(days=1)).values_list(
            "site_id", "on_date"
        )
    )
    found: dict[UUID, list[Span]] = defaultdict(list)
    for row in rows:
        for span in _days_of(row, closed, at=at):
            found[row.staff_id].append(span)
    return found


def _days_of(row: StaffAvailability, closed: Collection[object], *, at: datetime) -> Iterator[Span]:
    zone = ZoneInfo(row.site.zone)
    first = at.astimezone(zone).date()
    for number in range(HORIZON_DAYS):
        day = first + timedelta(days=number)
        if day.weekday() == row.weekday and (row.site_id, day) not in closed:
            yield Span(at_site(day, row.from_time, zone), at_site(day, row.until_time, zone))


def _taken(staff: Collection[UUID], *, at: datetime) -> dict[UUID, list[Span]]:
    """Absences, sessions to lead and screenings agreed."""
    last = at + timedelta(days=HORIZON_DAYS + 1)
    during = {"starts_at__lt": last, "ends_at__gt": at}
    away = StaffAbsence.objects.filter(staff__in=staff, voided_at=None, **during)
    leads = Session.objects.filter(leader__in=staff, **during).exclude(status=SessionStatus.CANCELLED)
    agreed = Screening.objects.filter(staff__in=staff, voided_at=None, **during)
    found: dict[UUID, list[Span]] = defaultdict(list)
    for rows, whose in ((away, "staff_id"), (leads, "leader_id"), (agreed, "staff_id")):
        for key, starts_at, ends_at in rows.values_list(whose, "starts_at", "ends_at"):
            found[key].append(Span(starts_at, ends_at))
    return found


def _is_safe(start: datetime, safe: tuple[time, time], zone: ZoneInfo) -> bool:
    begins, ends = start.astimezone(zone), (start + _LENGTH).astimezone(zone)
    return safe[0] <= begins.time() and ends.time() <= safe[1] and begins.date() == ends.date()
