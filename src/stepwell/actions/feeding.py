"""A calendar feed under a secret address: neutral appointments, readable by any calendar program.

Times are instants in UTC ("Z"). Each session is its own event, so no rule of
recurrence has to cross the night the clocks change, and no VTIMEZONE has to be
written that one reader takes an hour off (docs: stack, trap 22); each calendar
shows them in its owner's own zone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from icalendar import Calendar, Event

from stepwell.actions import charts, once, readers
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.records.people.models import Account, CalendarFeed
from stepwell.records.program.models import StaffSite
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import AttendanceState
from stepwell.records.tenancy import scope

BACK = timedelta(weeks=4)
AHEAD = timedelta(weeks=12)
_SUMMARY = {"en": "Appointment", "es": "Cita"}
_NAME = {"en": "Appointments", "es": "Citas"}


@transaction.atomic(durable=True)
def make_feed(account: Account, *, site_id: UUID | None = None, key: str = "", at: datetime) -> str:
    """The secret of a new feed; the account's feeds before it end.

    With a site it shows that site's sessions, to staff who work there only. The same `key`
    again makes no other: it gives the same secret while that feed is in force, and "" after.
    """
    if site_id is not None and not StaffSite.objects.filter(staff__account=account, site_id=site_id).exists():
        raise NotHere("There is no such site.")
    secret = _secret(account, key) if key else secrets.token_urlsafe(32)
    if not once.is_first_time(key, action="make_feed", account_id=account.pk, at=at):
        return secret if _open_feeds(account).filter(secret_hash=_hash(secret)).exists() else ""
    _open_feeds(account).update(ended_at=at)
    CalendarFeed.objects.create(account=account, secret_hash=_hash(secret), site_id=site_id, made_at=at)
    return secret


@transaction.atomic(durable=True)
def end_feed(account: Account, *, at: datetime) -> None:
    """Nobody can read the account's feed any more. Ending twice is ending once."""
    _open_feeds(account).update(ended_at=at)


def find_feed(account: Account) -> CalendarFeed | None:
    """The feed in force, without its secret."""
    return _open_feeds(account).order_by("-made_at").first()


def render_feed(secret: str, *, at: datetime) -> bytes | None:
    """The calendar behind a secret; None when it is unknown or ended, or its owner has left."""
    feeds = CalendarFeed.objects.filter(secret_hash=_hash(secret), ended_at=None, account__is_active=True)
    feed = feeds.select_related("account", "account__person").first()
    if feed is None:
        return None
    with scope.within(feed.account.organization_id):
        reader = readers.of(feed.account)
        if reader.staff is not None and reader.staff.retired_at is not None:
            return None
        try:
            return _written(feed, reader, at=at)
        except NotHere:
            return None


def _written(feed: CalendarFeed, reader: SignedIn, *, at: datetime) -> bytes:
    language = feed.account.language
    calendar = Calendar()
    calendar.add("prodid", "-//Notes//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _NAME.get(language, _NAME["en"]))
    is_staff = feed.account.is_staff_member
    for session in _sessions(feed, reader, at=at):
        calendar.add_component(_event(session, feed, language, tells_room=is_staff))
    return bytes(calendar.to_ical())


def _sessions(feed: CalendarFeed, reader: SignedIn, *, at: datetime) -> QuerySet[Session]:
    rows = Session.objects.filter(starts_at__gte=at - BACK, starts_at__lt=at + AHEAD, ends_at__isnull=False)
    rows = rows.select_related("room").order_by("starts_at", "pk")
    if not feed.account.is_staff_member:
        chart = charts.open_own(reader, what="calendar", at=at)
        left = Q(state=AttendanceState.NOT_EXPECTED) & ~Q(session__status=SessionStatus.CANCELLED)
        mine = chart.attendances.filter(starts_at__gte=at - BACK, starts_at__lt=at + AHEAD).exclude(left)
        return rows.filter(pk__in=mine.values("session_id"))
    if feed.site_id is not None:
        if feed.site_id not in reader.reader.site_ids:
            raise NotHere("There is no such site.")
        return rows.filter(site_id=feed.site_id)
    return rows.filter(leader=reader.staff)


def _event(session: Session, feed: CalendarFeed, language: str, *, tells_room: bool) -> Event:
    is_cancelled = session.status == SessionStatus.CANCELLED
    event = Event()
    event.add("uid", _uid(session, feed.account))
    event.add("dtstamp", feed.made_at)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", _SUMMARY.get(language, _SUMMARY["en"]))
    event.add("sequence", 1 if is_cancelled else 0)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if tells_room and session.room is not None:
        event.add("location", session.room.name)
    return event


def _uid(session: Session, account: Account) -> str:
    """The same for one session and owner in every feed, and telling nothing of either."""
    return hashlib.sha256(f"{session.pk}\0{account.pk}".encode()).hexdigest()[:40] + "@notes.invalid"


def _open_feeds(account: Account) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(account=account, ended_at=None)


def _secret(account: Account, key: str) -> str:
    """Nobody can guess it without the installation's own secret, and nothing has to keep it."""
    message = f"calendar feed\0{account.pk}\0{key}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
