"""What a timetable has to know: people's wishes, who is away, closed days and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import charts, once, rosters
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling.sites import own_sites
from stepwell.domain.privacy.access import Part
from stepwell.domain.timetable.facts import Mode
from stepwell.kernel.civil import start_of
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import ComingWishes, WishedTime
from stepwell.records.program.models import Room, RoomClosure, Site, SiteHoliday, Staff, StaffAbsence
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.tenancy import plainly


class NotAWish(Refusal):
    """What was told isn't a time of a week."""


class NotASpanOfTime(Refusal):
    """It ends before it begins."""


@dataclass(frozen=True)
class WishedBlock:
    """Hours of a weekday (None: every day): how much they are disliked, or that the family can come then."""

    weekday: int | None
    from_time: time
    until_time: time
    dislike: int = 0
    family: bool = False


@dataclass(frozen=True)
class Wishes:
    """What somebody wishes of their week."""

    mode: Mode
    same_gender: bool
    gender: str
    blocks: tuple[WishedBlock, ...]
    most_minutes_a_day: int | None = None


MOST_BLOCKS = 60
AS_BEFORE = -1
"""Nothing is said about the most minutes in a day: what was said before stays."""


@transaction.atomic(durable=True)
def tell_wishes(
    chart: Chart,
    *,
    mode: Mode,
    same_gender: bool,
    gender: str,
    blocks: Sequence[WishedBlock],
    most_minutes_a_day: int | None = AS_BEFORE,
    key: str,
    at: datetime,
) -> None:
    """What the person wishes from now on; it takes the place of what they wished before.

    Who would rather come by video may be offered video, whatever they said before.
    """
    if not once.is_first_time(key, action="tell_wishes", account_id=chart.by.account_id, at=at):
        return
    _need(chart)
    _check(blocks)
    wished: dict[str, object] = {
        "mode": mode,
        "same_gender": same_gender,
        "gender": gender.strip()[:20].casefold(),
    }
    if mode == "tele":
        wished["by_video"] = True
    if most_minutes_a_day != AS_BEFORE:
        wished["most_minutes_a_day"] = most_minutes_a_day
    wishes, _ = ComingWishes.objects.update_or_create(person=chart.person, defaults=wished)
    WishedTime.objects.filter(person=chart.person, voided_at=None).update(voided_at=at)
    WishedTime.objects.bulk_create(
        WishedTime(
            person=chart.person,
            weekday=block.weekday,
            from_time=block.from_time,
            until_time=block.until_time,
            dislike=0 if block.family else block.dislike,
            is_family=block.family,
            written_at=at,
        )
        for block in dict.fromkeys(blocks)
    )
    chart.note("coming_wishes", wishes.pk, at=at)


def wishes_of(chart: Chart) -> Wishes | None:
    """What the person wished last, or None."""
    _need(chart)
    row = ComingWishes.objects.filter(person=chart.person).first()
    times = WishedTime.objects.filter(person=chart.person, voided_at=None)
    blocks = tuple(
        WishedBlock(each.weekday, each.from_time, each.until_time, each.dislike, each.is_family)
        for each in times.order_by("weekday", "from_time", "pk")
    )
    if row is None:
        return Wishes("either", False, "", blocks) if blocks else None
    return Wishes(_mode(row.mode), row.same_gender, row.gender, blocks, row.most_minutes_a_day)


def _mode(told: str) -> Mode:
    match told:
        case "in":
            return "in"
        case "tele":
            return "tele"
        case _:
            return "either"


def _need(chart: Chart) -> None:
    if not chart.may_read(Part.SCHEDULE):
        raise NotHere("There is nothing here.")


def _check(blocks: Sequence[WishedBlock]) -> None:
    if len(blocks) > MOST_BLOCKS:
        raise NotAWish(gettext_noop("Tell at most %(most)d times."), most=MOST_BLOCKS)
    for block in blocks:
        if block.until_time <= block.from_time:
            raise NotAWish(gettext_noop("The end has to be after the start, on the same day."))
        if not block.family and not 1 <= block.dislike <= 3:
            raise NotAWish(gettext_noop("Say how much you would rather not: 1, 2 or 3."))
        if block.weekday is not None and not 0 <= block.weekday <= 6:
            raise NotAWish(gettext_noop("Choose a day of the week."))


@transaction.atomic(durable=True)
def close_site(by: SignedIn, site_id: UUID, *, on: date, key: str, at: datetime) -> int:
    """Close a site for a day; how many sessions of that day were called off. Closing twice is closing once.

    Sessions that have begun stay. The groups go on the week after.
    """
    (site,) = own_sites(by, [site_id])
    if not once.is_first_time(key, action="close_site", account_id=by.account_id, at=at):
        return 0
    plainly.insert_if_new(
        SiteHoliday, {"site_id": site.pk, "on_date": on, "written_at": at, "voided_at": None}
    )
    sessions = Session.objects.filter(site=site, held_on=on, status=SessionStatus.PLANNED, starts_at__gt=at)
    keys = list(sessions.values_list("pk", flat=True))
    expected = Attendance.objects.filter(session__in=keys, state=AttendanceState.EXPECTED)
    people = list(expected.values_list("person_id", flat=True).distinct())
    rosters.cancel(sessions, by=by, at=at)
    charts.note_about(by, people, "cancelled_session", about=site.pk, at=at)
    return len(keys)


@transaction.atomic(durable=True)
def open_again(by: SignedIn, site_id: UUID, *, on: date, key: str, at: datetime) -> None:
    """The day is a day like others again; sessions that were called off stay so until somebody plans them."""
    (site,) = own_sites(by, [site_id])
    if once.is_first_time(key, action="open_site_again", account_id=by.account_id, at=at):
        SiteHoliday.objects.filter(site=site, on_date=on, voided_at=None).update(voided_at=at)


def list_closed(by: SignedIn, site_id: UUID, *, after: date) -> list[date]:
    """The closed days of a site from a day on."""
    (site,) = own_sites(by, [site_id])
    rows = SiteHoliday.objects.filter(site=site, voided_at=None, on_date__gte=after)
    return list(rows.order_by("on_date").values_list("on_date", flat=True))


@transaction.atomic(durable=True)
def note_absence(
    by: SignedIn, staff_id: UUID, *, starts_at: datetime, ends_at: datetime, key: str, at: datetime
) -> UUID:
    """Somebody who works at a site of the manager's is away. Sessions on the calendar stay as they are."""
    own_sites(by, sorted(by.reader.site_ids))
    _check_span(starts_at, ends_at)
    staff = Staff.objects.filter(pk=staff_id, at_sites__site__in=by.reader.site_ids).first()
    if staff is None:
        raise NotHere("There is nobody like that.")
    note, is_new = once.claim(key, action="note_absence", account_id=by.account_id, at=at)
    if not is_new:
        return UUID(note.result["absence"])
    absence = StaffAbsence.objects.create(staff=staff, starts_at=starts_at, ends_at=ends_at, written_at=at)
    note.result = {"absence": str(absence.pk)}
    note.save(update_fields=["result"])
    return absence.pk


@transaction.atomic(durable=True)
def void_absence(by: SignedIn, absence_id: UUID, *, at: datetime) -> None:
    """They are there after all. Saying it twice changes nothing."""
    own_sites(by, sorted(by.reader.site_ids))
    rows = StaffAbsence.objects.filter(pk=absence_id, staff__at_sites__site__in=by.reader.site_ids)
    if not rows.exists():
        raise NotHere("There is no such absence.")
    StaffAbsence.objects.filter(pk=absence_id, voided_at=None).update(voided_at=at)


@transaction.atomic(durable=True)
def close_room(
    by: SignedIn, room_id: UUID, *, starts_at: datetime, ends_at: datetime, key: str, at: datetime
) -> UUID:
    """A room can't be used in this span. Sessions on the calendar stay as they are."""
    own_sites(by, sorted(by.reader.site_ids))
    _check_span(starts_at, ends_at)
    room = Room.objects.filter(pk=room_id, site__in=by.reader.site_ids).first()
    if room is None:
        raise NotHere("There is no such room.")
    note, is_new = once.claim(key, action="close_room", account_id=by.account_id, at=at)
    if not is_new:
        return UUID(note.result["closure"])
    closure = RoomClosure.objects.create(room=room, starts_at=starts_at, ends_at=ends_at, written_at=at)
    note.result = {"closure": str(closure.pk)}
    note.save(update_fields=["result"])
    return closure.pk


def whole_day(site: Site, on: date) -> tuple[datetime, datetime]:
    """From the first instant of a day at a site to the first of the next."""
    zone = ZoneInfo(site.zone)
    return start_of(on, zone), start_of(on + timedelta(days=1), zone)


def _check_span(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise NotASpanOfTime(gettext_noop("The end has to be after the start."))
