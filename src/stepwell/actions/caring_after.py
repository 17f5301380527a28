"""The year after, in the same record: who called whom, which signs were noticed, and how the year ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from stepwell.actions import aftercare_days, enrolling, once
from stepwell.actions.aftercare_days import Days
from stepwell.actions.charts import Chart
from stepwell.actions.graduating import MOVERS, find_stay
from stepwell.actions.refusals import Refusal
from stepwell.domain.aftercare.signs import SIGNS
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.lifecycle import may_take
from stepwell.domain.episodes.needs import Need
from stepwell.domain.privacy.access import Part
from stepwell.kernel.decisions import Permit
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.aftercare.models import AftercareContact, StayInTouch, WarningSign
from stepwell.records.episodes.models import Episode

MANNERS: Mapping[str, str] = MappingProxyType(
    {
        "phone": gettext_noop("By phone"),
        "video": gettext_noop("By video"),
        "visit": gettext_noop("In person"),
        "message": gettext_noop("By message"),
    }
)
BACK = timedelta(days=14)
"""A contact is written down within two weeks. Program policy."""
MOST_LETTERS = 1000
_BEGINS = frozenset({State.GRADUATED, State.DISCHARGED})


class NotAContact(Refusal):
    """The day or the manner can't be, or the stay is not in the year after."""


class CannotEndYear(Refusal):
    """The year after is not over yet, or has ended already."""


@dataclass(frozen=True)
class Contact:
    """One contact with its words opened and the signs noticed in it."""

    row: AftercareContact
    words: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """The year after of one stay."""

    episode: Episode
    days: Days | None
    contacts: tuple[Contact, ...]
    """The latest first."""
    signs: tuple[WarningSign, ...]
    """The latest first."""

    @property
    def ahead(self) -> tuple[date, ...]:
        """The days that no talk has answered, from the next on."""
        days = self.days
        return (
            () if days is None or days.due_on is None else tuple(d for d in days.planned if d >= days.due_on)
        )

    @property
    def is_going(self) -> bool:
        """Somebody still calls."""
        return State(self.episode.state) in {State.GRADUATED, State.CONTINUING_CARE}

    @property
    def may_be_written(self) -> bool:
        """A contact may be written down, also the first after a discharge."""
        return self.is_going or State(self.episode.state) is State.DISCHARGED

    def is_overdue(self, today: date) -> bool:
        """The next contact was for an earlier day."""
        return self.is_going and self.days is not None and (self.days.due_on or today) < today

    def is_over(self, today: date) -> bool:
        """Twelve months have gone by."""
        return self.days is not None and self.days.year_ends_on <= today


def year_of(chart: Chart, episode: Episode) -> Year:
    """Everything written about the year after of a stay."""
    chart.need(Part.AFTERCARE)
    signs = tuple(WarningSign.objects.filter(episode=episode).order_by("-on", "sign"))
    by_contact: dict[UUID | None, list[str]] = {}
    for sign in signs:
        by_contact.setdefault(sign.contact_id, []).append(sign.sign)
    rows = AftercareContact.objects.filter(episode=episode).order_by("-on", "-written_at")
    found = tuple(
        Contact(
            row,
            chart.read(bytes(row.words), of=Part.AFTERCARE) if row.words else "",
            tuple(by_contact.get(row.pk, ())),
        )
        for row in rows
    )
    return Year(episode, aftercare_days.of_stays([episode]).get(episode.pk), found, signs)


def next_call(chart: Chart) -> date | None:
    """The day of the next call of the year after; None before it, and once nobody calls any more."""
    episode = chart.find_episode()
    if episode is None or episode.is_open or not chart.may_read(Part.AFTERCARE):
        return None
    days = aftercare_days.of_stays([episode]).get(episode.pk)
    return days.due_on if days is not None and Year(episode, days, (), ()).is_going else None


@transaction.atomic(durable=True)
def write_contact(
    chart: Chart,
    *,
    on: date,
    was_reached: bool,
    manner: str,
    signs: Iterable[str] = (),
    words: str = "",
    key: str,
    at: datetime,
) -> None:
    """Somebody was called, and reached or not. The first talk begins the year after.

    Who wasn't reached is still owed the call: the day stays as it is.
    """
    chart.need(Part.AFTERCARE)
    if not once.is_first_time(key, action="aftercare_contact", account_id=chart.by.account_id, at=at):
        return
    row = _locked(chart)
    _check_contact(row, on, manner, words, at=at)
    _begin(chart, row, on, was_reached=was_reached, at=at)
    assert chart.by.account_id is not None  # clinicians have accounts
    contact = AftercareContact.objects.create(
        episode=row,
        on=on,
        was_reached=was_reached,
        manner=manner,
        words=chart.seal(words.strip()) if words.strip() else None,
        written_at=at,
        written_by=chart.by.account_id,
    )
    if was_reached:
        _write_signs(chart, row, signs, on=on, contact=contact, at=at)
    chart.note("aftercare", contact.pk, at=at)


@transaction.atomic(durable=True)
def tell_signs(chart: Chart, *, signs: Iterable[str], key: str, at: datetime) -> bool:
    """The person, or who treats them, says that it gets harder: somebody calls within two days.

    Whether there was anything to write.
    """
    chart.need(Part.AFTERCARE)
    if not once.is_first_time(key, action="tell_signs", account_id=chart.by.account_id, at=at):
        return True
    row = _locked(chart)
    if State(row.state) not in {State.GRADUATED, State.CONTINUING_CARE}:
        raise NotAContact(
            gettext_noop("Nobody calls from here any more. Call the program: coming back is open.")
        )
    return _write_signs(chart, row, signs, on=row.site.day_at(at), contact=None, at=at)


@transaction.atomic(durable=True)
def end_year(chart: Chart, *, key: str, at: datetime) -> State:
    """The year is over. Who agreed to stay in touch is among the alumni from now on."""
    chart.need(Part.AFTERCARE)
    row = _locked(chart)
    if not once.is_first_time(key, action="end_year", account_id=chart.by.account_id, at=at):
        return State(row.state)
    today = row.site.day_at(at)
    agreed = StayInTouch.objects.filter(person=chart.person, ended_at=None).exists()
    has = {Need.AGREEMENT} if agreed else set()
    if row.ends_on is not None and aftercare_days.year_ends_on(row.ends_on) <= today:
        has.add(Need.YEAR_OVER)
    to = State.ALUMNI if agreed else State.COMPLETED
    mover = MOVERS.get(chart.by.role)
    said = mover and may_take(State(row.state), to, by=mover, has=has)
    if Need.YEAR_OVER not in has or not isinstance(said, Permit):
        raise CannotEndYear(gettext_noop("The year after isn't over yet, or it has ended already."))
    enrolling.write_move(chart, to=to, on=today, reason="year_over", by=chart.by, at=at)
    return to


def _begin(chart: Chart, row: Episode, on: date, *, was_reached: bool, at: datetime) -> None:
    if was_reached and State(row.state) in _BEGINS:
        enrolling.write_move(
            chart, to=State.CONTINUING_CARE, on=on, reason="first_contact", by=chart.by, at=at
        )


def _check_contact(row: Episode, on: date, manner: str, words: str, *, at: datetime) -> None:
    state = State(row.state)
    if state not in _BEGINS | {State.CONTINUING_CARE}:
        raise NotAContact(gettext_noop("This stay isn't in the year after."))
    today = row.site.day_at(at)
    if not max(today - BACK, row.ends_on or today - BACK) <= on <= today:
        raise NotAContact(gettext_noop("Choose today, or a day of the last two weeks after the program."))
    if manner not in MANNERS:
        raise NotAContact(gettext_noop("Choose how you tried."))
    if len(words) > MOST_LETTERS:
        raise NotAContact(gettext_noop("Use at most %(most)s letters."), most=MOST_LETTERS)


def _write_signs(
    chart: Chart,
    row: Episode,
    signs: Iterable[str],
    *,
    on: date,
    contact: AftercareContact | None,
    at: datetime,
) -> bool:
    told = [sign for sign in dict.fromkeys(signs) if sign in SIGNS]
    assert chart.by.account_id is not None  # people tell signs
    for sign in told:
        written, is_new = WarningSign.objects.get_or_create(
            episode=row,
            on=on,
            sign=sign,
            defaults={"contact": contact, "written_at": at, "written_by": chart.by.account_id},
        )
        if is_new:
            chart.note("aftercare", written.pk, at=at)
    return bool(told)


def _locked(chart: Chart) -> Episode:
    stay = find_stay(chart)
    rows = Episode.objects.select_for_update(of=("self",)).select_related("site", "template")
    return rows.get(pk=stay.pk, person=chart.person)
