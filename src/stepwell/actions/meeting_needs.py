"""Case management: what somebody needs besides treatment, whose job it is, until when, and how it ended.

The participant writes needs down as well as the counselor, and may do one themselves: then it has no other
owner. Every change is an entry that stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import charts, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.needs.models import Need, NeedEntry, NeedKind
from stepwell.records.program.models import Staff

USUAL = timedelta(days=7)
"""Until when a need is answered that the participant wrote down. Program policy awaiting a source."""
LONGEST = timedelta(days=366)
MOST_WORDS = 1000
MOST = 100


class Outcome(StrEnum):
    """How a need ended, so that it can be counted. Not met is an answer too."""

    MET = "met"
    PARTLY_MET = "partly_met"
    REFERRED = "referred"
    NOT_MET = "not_met"
    NO_LONGER_NEEDED = "no_longer_needed"


class CannotWrite(Refusal):
    """This need can't be kept as it stands."""


HOW_IT_ENDED = gettext_noop("Choose how it ended.")


class IsOver(Refusal):
    """The need has ended: it is read, not changed."""


def kind_of(code: str) -> NeedKind:
    """The kind behind its code; ValueError for any other."""
    return NeedKind(code)


@dataclass(frozen=True)
class Shown:
    """A need with its words and the latest note."""

    need: Need
    words: str
    note: str
    is_overdue: bool

    @property
    def owner(self) -> Staff | None:
        """None where the person does it themselves."""
        return self.need.owner


@dataclass(frozen=True)
class Owed:
    """A need in a counselor's list, with the chart it belongs to."""

    chart: Chart
    shown: Shown


@transaction.atomic(durable=True)
def add(
    chart: Chart,
    *,
    kind: NeedKind,
    words: str,
    owner_id: UUID | None = None,
    is_own: bool = False,
    due_on: date | None = None,
    key: str,
    at: datetime,
) -> Need | None:
    """Write a need down. Without an owner it is the counselor's; `is_own` makes it the person's own.

    None when the same `key` was there before.
    """
    _need_writer(chart)
    text = _checked(words)
    owner = None if is_own else _owner(chart, owner_id)
    today = _today(chart, at)
    day = _checked_day(due_on or today + USUAL, today=today)
    if not once.is_first_time(key, action="add_need", account_id=chart.by.account_id, at=at):
        return None
    assert chart.by.account_id is not None  # no job has needs
    need = Need.objects.create(
        person=chart.person,
        kind=kind.value,
        words=chart.seal(text),
        owner=owner,
        due_on=day,
        opened_at=at,
        opened_by=chart.by.account_id,
    )
    _enter(chart, need, words="", at=at)
    return need


@transaction.atomic(durable=True)
def hand_on(
    chart: Chart,
    need_id: UUID,
    *,
    owner_id: UUID | None,
    is_own: bool = False,
    due_on: date,
    words: str = "",
    key: str,
    at: datetime,
) -> None:
    """Another owner, another day, or a note on how it goes. At the desk alone."""
    if chart.purpose is not Purpose.TREATMENT:
        raise NotHere("There is no such page.")
    need = _open_need(chart, need_id)
    owner = None if is_own else _owner(chart, owner_id)
    today = _today(chart, at)
    day = due_on if due_on == need.due_on else _checked_day(due_on, today=today)
    text = _short(words)
    if once.is_first_time(key, action="hand_on_need", account_id=chart.by.account_id, at=at):
        need.owner, need.due_on = owner, day
        need.save(update_fields=["owner", "due_on"])
        _enter(chart, need, words=text, at=at)


@transaction.atomic(durable=True)
def close(chart: Chart, need_id: UUID, *, outcome: Outcome, words: str = "", key: str, at: datetime) -> None:
    """How it ended. The participant ends what is their own; the counselor anything. Ended stays ended."""
    _need_writer(chart)
    need = find(chart, need_id)
    if chart.purpose is Purpose.OWN and need.owner_id is not None:
        raise NotHere("There is no such need.")
    text = _short(words)
    if not once.is_first_time(key, action="close_need", account_id=chart.by.account_id, at=at):
        return
    need = _open_need(chart, need_id)
    need.done_at, need.outcome = at, outcome.value
    need.save(update_fields=["done_at", "outcome"])
    _enter(chart, need, words=text, at=at)


def list_needs(chart: Chart, *, at: datetime) -> list[Shown]:
    """The person's needs: open ones by day, then those that ended, the latest first."""
    chart.need(Part.NEEDS)
    rows = list(_rows(chart).order_by("due_on", "opened_at")[:MOST])
    waiting = [row for row in rows if row.done_at is None]
    ended = sorted((row for row in rows if row.done_at), key=lambda row: row.done_at or at, reverse=True)
    return _shown(chart, [*waiting, *ended], today=_today(chart, at))


def list_owed(by: SignedIn, *, at: datetime, zone: ZoneInfo) -> list[Owed]:
    """The open needs the reader owns, the longest due first; one line in the trail names everyone."""
    if by.staff is None or by.role is not Role.COUNSELOR:
        raise NotHere("There is no such page.")
    rows = list(
        Need.objects.filter(owner=by.staff, done_at=None)
        .select_related("owner")
        .prefetch_related("entries")
        .order_by("due_on", "opened_at")[:MOST]
    )
    opened = charts.open_list(by, [row.person_id for row in rows], Purpose.TREATMENT, what="needs", at=at)
    by_person = {chart.person.pk: chart for chart in opened}
    today = at.astimezone(zone).date()
    return [
        Owed(by_person[row.person_id], one)
        for row in rows
        if row.person_id in by_person
        for one in _shown(by_person[row.person_id], [row], today=today)
    ]


def owners_for(chart: Chart) -> list[Staff]:
    """Who may own a need of this person: counselors and intake of the site."""
    episode = chart.find_episode()
    if episode is None:
        return []
    here = Staff.objects.filter(
        at_sites__site_id=episode.site_id,
        retired_at=None,
        account__is_active=True,
        account__role__in=[Role.COUNSELOR.value, Role.INTAKE.value],
    )
    return list(here.order_by("given_name", "family_name"))


def _need_writer(chart: Chart) -> None:
    chart.need(Part.NEEDS)
    if chart.purpose not in {Purpose.OWN, Purpose.TREATMENT}:
        raise NotHere("There is no such page.")


def _owner(chart: Chart, owner_id: UUID | None) -> Staff:
    episode = chart.find_episode()
    if owner_id is None:
        usual = (episode.counselor if episode else None) or next(iter(owners_for(chart)), None)
        if usual is None:
            raise CannotWrite(gettext_noop("Nobody can take this on here. Call the program."))
        return usual
    found = next((one for one in owners_for(chart) if one.pk == owner_id), None)
    if found is None:
        raise CannotWrite(gettext_noop("This colleague can't take it on. Choose somebody else."))
    return found


def _rows(chart: Chart) -> QuerySet[Need]:
    return Need.objects.filter(person=chart.person).select_related("owner").prefetch_related("entries")


def find(chart: Chart, need_id: UUID) -> Need:
    """One need of the person; NotHere for any other."""
    chart.need(Part.NEEDS)
    need = Need.objects.filter(person=chart.person, pk=need_id).first()
    if need is None:
        raise NotHere("There is no such need.")
    return need


def _open_need(chart: Chart, need_id: UUID) -> Need:
    """The need, locked: of two who write at once the later sees what the earlier did."""
    chart.need(Part.NEEDS)
    need = Need.objects.select_for_update(of=("self",)).filter(person=chart.person, pk=need_id).first()
    if need is None:
        raise NotHere("There is no such need.")
    if need.done_at is not None:
        raise IsOver(gettext_noop("This was closed already. Add a new one if it is needed again."))
    return need


def _enter(chart: Chart, need: Need, *, words: str, at: datetime) -> None:
    assert chart.by.account_id is not None  # no job has needs
    NeedEntry.objects.create(
        need=need,
        owner=need.owner,
        due_on=need.due_on,
        outcome=need.outcome,
        words=chart.seal(words),
        written_at=at,
        written_by=chart.by.account_id,
    )
    chart.note("need", need.pk, at=at)


def _shown(chart: Chart, rows: Sequence[Need], *, today: date) -> list[Shown]:
    return [
        Shown(
            row,
            chart.read(bytes(row.words), of=Part.NEEDS),
            _latest_note(chart, row.entries.all()),
            row.done_at is None and row.due_on < today,
        )
        for row in rows
    ]


def _latest_note(chart: Chart, entries: Iterable[NeedEntry]) -> str:
    told = [each for each in entries if each.words]
    latest = max(told, key=lambda each: each.written_at, default=None)
    return chart.read(bytes(latest.words), of=Part.NEEDS) if latest and latest.words else ""


def _checked(words: str) -> str:
    text = _short(words)
    if not text:
        raise CannotWrite(gettext_noop("Say in a few words what is needed."))
    return text


def _short(words: str) -> str:
    text = words.replace("\r\n", "\n").strip()
    if len(text) > MOST_WORDS:
        raise CannotWrite(gettext_noop("Use at most %(most)s letters."), most=MOST_WORDS)
    return text


def _checked_day(day: date, *, today: date) -> date:
    if day < today:
        raise CannotWrite(gettext_noop("This day is over. Choose today or a later day."))
    if day > today + LONGEST:
        raise CannotWrite(gettext_noop("Choose a day within a year."))
    return day


def _today(chart: Chart, at: datetime) -> date:
    episode = chart.find_episode()
    return at.astimezone(ZoneInfo(episode.site.zone) if episode else ZoneInfo("UTC")).date()
