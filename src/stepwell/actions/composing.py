"""What is sent when an effect is due: looked at again, said in neutral words, or not sent.

A letter names nobody, no program and no site. What a message is about, and whether the
person wants it, is asked at the last moment; the answer that nothing is sent is an answer too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import asking_restrictions, charts, inviting, message_words, readers, stopping
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.episodes.lifecycle import IN_TREATMENT, EpisodeState
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.domain.wording import neutral
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.domain.wording.safe_hours import SafeHours, next_safe
from stepwell.kernel.civil import start_of
from stepwell.kernel.decisions import Refuse
from stepwell.records.aftercare.models import PeerInvitation, StayInTouch
from stepwell.records.effects.models import OutboxRow
from stepwell.records.levels.models import WayBack
from stepwell.records.outreach.models import Task
from stepwell.records.people.models import Account, Channel, ContactWishes
from stepwell.records.program.models import SiteHoliday, Staff
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState, Intent, Swap, SwapState
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization
from stepwell.records.timetable.models import Publication

BEFORE_SESSION = AppointmentText.BEFORE_SESSION.value
MISSED_START = AppointmentText.MISSED_START.value

SUBJECTS = {"en": "Reminder", "es": "Recordatorio"}
HOW_TO_STOP = {
    "en": "To get no more messages, reply STOP.",
    "es": "Para no recibir más mensajes, responde ALTO.",
}
OR_OPEN = {"en": "Or open {url}", "es": "O abre {url}"}
WAITING = {
    "en": "Something is waiting for you. Sign in to see it.",
    "es": "Algo te espera. Entra para verlo.",
}
WEEK_CHANGED = {
    "en": "Some of your appointments have changed. Sign in to see them.",
    "es": "Algunas de tus citas cambiaron. Entra para verlas.",
}
INVITED = {
    "en": "Somebody close to you invites you. Open this link within a day:",
    "es": "Alguien cercano a ti te invita. Abre este enlace en el plazo de un día:",
}
MESSAGE = {"en": "You have a message", "es": "Tienes un mensaje"}
STALE_TASK = timedelta(hours=12)
FOR_A_MESSAGE = timedelta(days=2)
"""A word about a message waits no longer than this for an hour that is safe."""


@dataclass(frozen=True)
class Letter:
    """A message ready to be sent. `message_id` comes from the effect's key, so a repeat can be dropped."""

    to: str
    subject: str
    text: str
    language: str
    message_id: str
    stop_url: str = ""


@dataclass(frozen=True)
class NotSent:
    """Nothing is sent, and this is how the effect ended."""

    outcome: str


@dataclass(frozen=True)
class Later:
    """Not now, but from this instant on."""

    due_at: datetime


NO_LONGER_TRUE = NotSent("no longer true")
NOT_WANTED = NotSent("not wanted")
STOPPED = NotSent("stopped")
NO_SAFE_HOUR = NotSent("no safe hour")
UNKNOWN = NotSent("unknown kind")


def compose(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent | Later:
    """The message of an effect that is due, or why there is none."""
    match row.kind:
        case (
            AppointmentText.BEFORE_SESSION.value
            | AppointmentText.MISSED_START.value
            | AppointmentText.CHANGED.value
            | AppointmentText.CANCELED.value
        ):
            return _about_appointment(row, base_url=base_url, at=at)
        case "task_waiting":
            return _about_task(row, at=at)
        case "day_closed":
            return _about_day(row, at=at)
        case "intent_told":
            return _about_intent(row, at=at)
        case asking_restrictions.KIND:
            return _to_staff(row, _working(row.payload["staff"]))
        case kind if kind in _BY_KIND:
            return _BY_KIND[kind](row, base_url=base_url, at=at)
        case _:
            return UNKNOWN


def _about_appointment(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent | Later:
    chart = _opened(row, at=at)
    if chart is None:
        return NO_LONGER_TRUE
    rows = chart.attendances_and_sessions.select_related("episode")
    attendance = rows.filter(pk=row.payload["attendance"]).first()
    if attendance is None or not _still_true(row, attendance, at):
        return NO_LONGER_TRUE
    wishes = chart.contact_wishes
    hindrance = _hindrance(wishes, last=_last_moment(row, attendance.session), at=at)
    if hindrance is not None or wishes is None:
        return hindrance or NOT_WANTED
    return _letter(row, attendance.session, wishes, base_url=base_url, at=at)


def _opened(row: OutboxRow, *, at: datetime) -> Chart | None:
    by = readers.system(scope.organization_id(), name="reminders")
    try:
        return charts.open_for(by, row.person_id or UUID(int=0), Purpose.SYSTEM, what="reminder", at=at)
    except NotHere:
        return None


def _still_true(row: OutboxRow, attendance: Attendance, at: datetime) -> bool:
    session = attendance.session
    if session.starts_at is None or session.starts_at.isoformat() != row.payload["starts_at"]:
        return False
    if row.kind == AppointmentText.CANCELED.value:
        return session.status == SessionStatus.CANCELLED and at < session.starts_at
    if session.status == SessionStatus.CANCELLED or attendance.intent == Intent.CANNOT:
        return False
    episode = attendance.episode
    is_in_treatment = episode.is_open and EpisodeState(episode.state) in IN_TREATMENT
    if not is_in_treatment or at >= _last_moment(row, session):
        return False
    awaited = {AttendanceState.EXPECTED.value}
    if row.kind == MISSED_START:
        awaited.add(AttendanceState.MISSED.value)
    return attendance.state in awaited


def _last_moment(row: OutboxRow, session: Session) -> datetime:
    """A word about a missed start is of use until the session ends, any other until it starts."""
    last = session.ends_at if row.kind == MISSED_START else session.starts_at
    assert last is not None  # a session with a start has an end
    return last


def _hindrance(wishes: ContactWishes | None, *, last: datetime, at: datetime) -> NotSent | Later | None:
    if wishes is None or wishes.channel != Channel.EMAIL or not wishes.email:
        return NOT_WANTED
    if wishes.stopped_at is not None:
        return STOPPED
    safe = next_safe_moment(at, wishes)
    if safe is None or safe >= last:
        return NO_SAFE_HOUR
    return Later(safe) if safe > at else None


def _letter(
    row: OutboxRow, session: Session, wishes: ContactWishes, *, base_url: str, at: datetime
) -> Letter | NotSent:
    starts_at = session.starts_at
    assert starts_at is not None  # _still_true compares it
    language = wishes.language if wishes.language in SUBJECTS else "en"
    zone = ZoneInfo(session.site.zone)
    words = neutral.appointment_text(
        AppointmentText(row.kind), starts_at.astimezone(zone), language, today=at.astimezone(zone).date()
    )
    lines, url = _with_way_out(wishes, [words], language, base_url)
    return _checked(row, wishes.email, lines, language, names=_telling_names(session), stop_url=url)


def _telling_names(session: Session) -> list[str]:
    return [session.site.name, session.organization.name]


def _about_task(row: OutboxRow, *, at: datetime) -> Letter | NotSent:
    """A word to whoever owes a task that it is there; it names nobody, so no chart is opened."""
    task = Task.objects.filter(pk=row.payload["task"], done_at=None, acknowledged_at=None)
    open_task = task.select_related("owner__account").first()
    if open_task is None or at > open_task.due_at + STALE_TASK:
        return NO_LONGER_TRUE
    return _to_staff(row, open_task.owner)


def _invitation(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent:
    """A way in for a loved one. The link is made when it is sent, since only its hash is ever kept."""
    account = Account.objects.filter(pk=row.payload["account"], is_active=True).first()
    if account is None:
        return NO_LONGER_TRUE
    language = account.language if account.language in SUBJECTS else "en"
    is_new = account.last_login is None
    path = inviting.fresh_link(account, at=at) if is_new else "/"
    words = (INVITED if is_new else WAITING)[language]
    names = Organization.objects.filter(pk=account.organization_id).values_list("name", flat=True)
    letter = _checked(row, account.email, [words], language, names=list(names), stop_url="")
    if isinstance(letter, NotSent):
        return letter
    return replace(letter, text=f"{words}\n{base_url.rstrip('/')}{path}\n")


def _about_message(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent | Later:
    """That there is a message, to whom it is for, while it is unread and they are let in. No more."""
    found = message_words.find_waiting(row.payload["thread"], row.payload["account"], at=at)
    if found is None:
        return NO_LONGER_TRUE
    account, person = found
    language = account.language if account.language in SUBJECTS else "en"
    names = list(Organization.objects.filter(pk=account.organization_id).values_list("name", flat=True))
    subject = MESSAGE[language]
    wishes = ContactWishes.objects.filter(person=account.person_id).first() if account.person_id else None
    if wishes is None:
        if account.person_id == person.pk:
            return NOT_WANTED  # a participant who has told no wishes is not written to
        return _checked(row, account.email, [subject], language, names=names, stop_url="", subject=subject)
    hindrance = _hindrance(wishes, last=at + FOR_A_MESSAGE, at=at)
    if hindrance is not None:
        return hindrance
    lines, url = _with_way_out(wishes, [subject], language, base_url)
    return _checked(row, wishes.email, lines, language, names=names, stop_url=url, subject=subject)


def _about_day(row: OutboxRow, *, at: datetime) -> Letter | NotSent:
    """A word to whoever leads on a day that was closed, or opened again, while that day is ahead."""
    holiday = SiteHoliday.objects.filter(pk=row.payload["holiday"]).select_related("site").first()
    if holiday is None or (holiday.voided_at is not None) != (row.payload["about"] == "opened"):
        return NO_LONGER_TRUE
    if at >= start_of(holiday.on_date + timedelta(days=1), ZoneInfo(holiday.site.zone)):
        return NO_LONGER_TRUE
    return _to_staff(row, _working(row.payload["staff"]), WEEK_CHANGED)


def _working(staff_id: str) -> Staff | None:
    return Staff.objects.filter(pk=staff_id, retired_at=None).select_related("account").first()


def _to_staff(
    row: OutboxRow, staff: Staff | None, words: Mapping[str, str] = MappingProxyType(WAITING)
) -> Letter | NotSent:
    """That something is waiting or changed, and no more: what it is stands behind the sign-in."""
    account = staff.account if staff else None
    if account is None or not account.is_active:
        return NOT_WANTED
    language = account.language if account.language in SUBJECTS else "en"
    return _checked(row, account.email, [words[language]], language, names=[], stop_url="")


def _about_week(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent | Later:
    """A word that the week was arranged anew. Told once for all of it, while it is still ahead."""
    publication = Publication.objects.filter(pk=row.payload["publication"]).first()
    chart = _opened(row, at=at)
    episode = chart.find_episode() if chart else None
    if publication is None or chart is None or episode is None or not episode.is_open:
        return NO_LONGER_TRUE
    if (publication.undone_at is not None) != (row.payload["about"] == "withdrawn"):
        return NO_LONGER_TRUE
    wishes = chart.contact_wishes
    last = start_of(publication.monday + timedelta(days=7), ZoneInfo(episode.site.zone))
    if at >= last:
        return NO_LONGER_TRUE
    hindrance = _hindrance(wishes, last=last, at=at)
    if hindrance is not None or wishes is None:
        return hindrance or NOT_WANTED
    language = wishes.language if wishes.language in SUBJECTS else "en"
    names = [episode.site.name, episode.organization.name]
    lines, url = _with_way_out(wishes, [WEEK_CHANGED[language]], language, base_url)
    return _checked(row, wishes.email, lines, language, names=names, stop_url=url)


def _about_answer(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent | Later:
    """A word that there is an answer to what the person asked, while the session it is about is ahead."""
    chart = _opened(row, at=at)
    rows = Swap.objects.filter(pk=row.payload["swap"], settled_at__isnull=False).exclude(
        state=SwapState.TAKEN_BACK
    )
    swap = rows.select_related("gives__session__site", "gives__session__organization").first()
    session = swap.gives.session if swap else None
    if chart is None or session is None or session.starts_at is None or at >= session.starts_at:
        return NO_LONGER_TRUE
    wishes = chart.contact_wishes
    hindrance = _hindrance(wishes, last=session.starts_at, at=at)
    if hindrance is not None or wishes is None:
        return hindrance or NOT_WANTED
    language = wishes.language if wishes.language in SUBJECTS else "en"
    lines, url = _with_way_out(wishes, [WAITING[language]], language, base_url)
    return _checked(row, wishes.email, lines, language, names=_telling_names(session), stop_url=url)


def _about_way_back(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent | Later:
    """A word that something waits, while the seat of who left is held: the card stands behind the sign-in."""
    chart = _opened(row, at=at)
    rows = WayBack.objects.filter(pk=row.payload["way_back"], taken_at=None)
    found = rows.select_related("episode__site", "episode__organization").first()
    if chart is None or found is None:
        return NO_LONGER_TRUE
    site = found.episode.site
    last = start_of(found.seat_until + timedelta(days=1), ZoneInfo(site.zone))
    if at >= last:
        return NO_LONGER_TRUE
    wishes = chart.contact_wishes
    hindrance = _hindrance(wishes, last=last, at=at)
    if hindrance is not None or wishes is None:
        return hindrance or NOT_WANTED
    language = wishes.language if wishes.language in SUBJECTS else "en"
    lines, url = _with_way_out(wishes, [WAITING[language], f"{base_url.rstrip('/')}/me/"], language, base_url)
    names = [site.name, found.episode.organization.name]
    return _checked(row, wishes.email, lines, language, names=names, stop_url=url)


def _about_peer(row: OutboxRow, *, base_url: str, at: datetime) -> Letter | NotSent | Later:
    """That there is a message, to who agreed to be invited back, while the day is ahead and unanswered."""
    chart = _opened(row, at=at)
    rows = PeerInvitation.objects.filter(pk=row.payload["invitation"], answered_at=None)
    found = rows.select_related("site", "organization").first()
    agreed = StayInTouch.objects.filter(person=row.person_id, ended_at=None).exists()
    if chart is None or found is None or not agreed:
        return NO_LONGER_TRUE
    last = start_of(found.on + timedelta(days=1), ZoneInfo(found.site.zone))
    if at >= last:
        return NO_LONGER_TRUE
    wishes = chart.contact_wishes
    hindrance = _hindrance(wishes, last=last, at=at)
    if hindrance is not None or wishes is None:
        return hindrance or NOT_WANTED
    language = wishes.language if wishes.language in SUBJECTS else "en"
    subject = MESSAGE[language]
    lines, url = _with_way_out(wishes, [subject], language, base_url)
    names = [found.site.name, found.organization.name]
    return _checked(row, wishes.email, lines, language, names=names, stop_url=url, subject=subject)


def _with_way_out(
    wishes: ContactWishes, said: Sequence[str], language: str, base_url: str
) -> tuple[list[str], str]:
    """What is said and how to get no more messages, with the address for it."""
    url = f"{base_url.rstrip('/')}/stop/{stopping.token_for(wishes.person_id, language=language)}"
    if isinstance(neutral.check(base_url, language), Refuse):
        url = ""  # a host name that tells is left out; replying still works
    way_out = [HOW_TO_STOP[language], *([OR_OPEN[language].format(url=url)] if url else [])]
    return [*said, "", *way_out], url


def _about_intent(row: OutboxRow, *, at: datetime) -> Letter | NotSent:
    """A word to the counselor of somebody who can't come. "I'm coming" needs none: Today shows it."""
    if row.payload["intent"] != Intent.CANNOT.value:
        return NotSent("shown on Today")
    chart = _opened(row, at=at)
    rows = chart.attendances_and_sessions.filter(pk=row.payload["attendance"]) if chart else None
    attendance = rows.first() if rows is not None else None
    if chart is None or attendance is None or attendance.intent != Intent.CANNOT:
        return NO_LONGER_TRUE
    starts_at = attendance.session.starts_at
    if starts_at is None or at >= starts_at:
        return NO_LONGER_TRUE
    episode = chart.find_episode()
    return _to_staff(row, episode.counselor if episode else None)


def _checked(
    row: OutboxRow,
    to: str,
    lines: Sequence[str],
    language: str,
    *,
    names: Sequence[str],
    stop_url: str,
    subject: str = "",
) -> Letter | NotSent:
    """The letter, unless a word of it tells a stranger what it is about. The signed link is no word."""
    said = "\n".join(line for line in lines if not stop_url or stop_url not in line)
    subject = subject or SUBJECTS[language]
    decision = neutral.check(f"{subject}\n{said}", language, names=names)
    if isinstance(decision, Refuse):
        return NotSent(f"refused: {decision.because}")
    return Letter(to, subject, "\n".join(lines) + "\n", language, _message_id(row), stop_url)


def _message_id(row: OutboxRow) -> str:
    """The same for every attempt at the same effect, and telling nothing."""
    digest = hashlib.sha256(f"{row.organization_id}/{row.key}".encode()).hexdigest()
    return digest[:40]


def wishes_of(opened: Sequence[Chart]) -> dict[UUID, ContactWishes]:
    """The contact wishes of people whose charts are open for them, asked for at once."""
    people = [chart.person.pk for chart in opened if chart.may_read(Part.CONTACT)]
    rows = ContactWishes.objects.filter(person_id__in=people)
    return {row.person_id: row for row in rows}


def next_safe_moment(at: datetime, wishes: ContactWishes | None) -> datetime | None:
    """The first instant, now or later, in the person's safe hours; None for who has named no wishes."""
    if wishes is None:
        return None
    hours = [SafeHours(day, wishes.safe_from, wishes.safe_until) for day in range(7)]
    return next_safe(at, hours, ZoneInfo(wishes.zone))


class _Compose(Protocol):
    def __call__(self, row: OutboxRow, /, *, base_url: str, at: datetime) -> Letter | NotSent | Later: ...


_BY_KIND: Mapping[str, _Compose] = MappingProxyType(
    {
        "week_changed": _about_week,
        "swap_answered": _about_answer,
        "way_back": _about_way_back,
        "peer_invited": _about_peer,
        "supporter_invited": _invitation,
        message_words.KIND: _about_message,
    }
)
"""Kinds whose words bring an address along."""
