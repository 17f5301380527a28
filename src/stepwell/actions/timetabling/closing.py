"""Closing a site for a day or a room for a span, noting who is away, and taking each back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import closed_day
from stepwell.actions.timetabling.closed_day import Reopened
from stepwell.actions.timetabling.sites import need_manager, own_sites
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.program.models import Room, RoomClosure, SiteHoliday, Staff, StaffAbsence
from stepwell.records.tenancy import plainly


class NotASpanOfTime(Refusal):
    """It ends before it begins."""


@transaction.atomic(durable=True)
def close_site(by: SignedIn, site_id: UUID, *, on: date, key: str, at: datetime) -> int:
    """Close a site for a day; how many sessions of that day were called off. Closing twice is closing once.

    Sessions that have begun stay. The groups go on the week after. Who comes and who leads is told.
    """
    (site,) = own_sites(by, [site_id])
    if not once.is_first_time(key, action="close_site", account_id=by.account_id, at=at):
        return 0
    is_new = plainly.insert_if_new(
        SiteHoliday,
        {"site_id": site.pk, "on_date": on, "written_at": at, "voided_at": None, "called_off": {}},
    )
    if not is_new:
        return 0
    holiday = SiteHoliday.objects.get(site=site, on_date=on, voided_at=None)
    return closed_day.call_off(holiday, by=by, at=at)


@transaction.atomic(durable=True)
def open_again(by: SignedIn, site_id: UUID, *, on: date, key: str, at: datetime) -> Reopened:
    """The day is a day like others again: what closing called off is on again where it still can be.

    Everybody who was told that it is called off is told that it isn't. Opening twice is opening once.
    """
    (site,) = own_sites(by, [site_id])
    nothing = Reopened(back=0, off=0)
    if not once.is_first_time(key, action="open_site_again", account_id=by.account_id, at=at):
        return nothing
    rows = SiteHoliday.objects.select_for_update(of=("self",))
    holiday = rows.filter(site=site, on_date=on, voided_at=None).first()
    if holiday is None:
        return nothing
    holiday.voided_at = at
    holiday.save(update_fields=["voided_at"])
    return closed_day.put_back(holiday, by=by, at=at)


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
    absence = StaffAbsence(staff=staff, starts_at=starts_at, ends_at=ends_at, written_at=at)
    return _write_once(absence, by=by, action="note_absence", name="absence", key=key, at=at)


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
    closure = RoomClosure(room=room, starts_at=starts_at, ends_at=ends_at, written_at=at)
    return _write_once(closure, by=by, action="close_room", name="closure", key=key, at=at)


@transaction.atomic(durable=True)
def open_room(by: SignedIn, closure_id: UUID, *, key: str, at: datetime) -> None:
    """The room can be used after all. Saying it twice changes nothing."""
    need_manager(by)
    rows = RoomClosure.objects.filter(pk=closure_id, room__site__in=by.reader.site_ids)
    if not rows.exists():
        raise NotHere("There is no such closure.")
    if once.is_first_time(key, action="open_room", account_id=by.account_id, at=at):
        RoomClosure.objects.filter(pk=closure_id, voided_at=None).update(voided_at=at)


def _write_once(
    row: StaffAbsence | RoomClosure, *, by: SignedIn, action: str, name: str, key: str, at: datetime
) -> UUID:
    """Keep the row the first time this key comes; the key of what was kept, then and later."""
    note, is_new = once.claim(key, action=action, account_id=by.account_id, at=at)
    if is_new:
        row.save(force_insert=True)
        note.result = {name: str(row.pk)}
        note.save(update_fields=["result"])
    return UUID(note.result[name])


def _check_span(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise NotASpanOfTime(gettext_noop("The end has to be after the start."))
