"""Events and rules as files, the count as a file, and the JSON Schemas of all three."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from importlib import resources
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Struct

from stepwell.domain.hours.payer import forms
from stepwell.domain.hours.payer.counting import CountedDay, CountedSession, CountedWeek, count
from stepwell.domain.hours.payer.facts import Authorization, Events, Plan, Session
from stepwell.domain.hours.payer.reasons import Reason
from stepwell.domain.hours.payer.rules import Edition, Mix, RuleSet, Unit
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import NotASpan, Span
from stepwell.kernel.strict_json import FileRefused, decode

SHIPPED: Mapping[str, str] = {
    "h0015": "h0015.json",
    "medicare-iop": "medicare-iop.json",
    "per-15-minutes": "per-15-minutes.json",
    "s9480": "s9480.json",
}
"""Rules to copy and change: their names and their files beside this module."""
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""Times outside of these are mistakes of entry."""
SCHEMAS: Mapping[str, type[Struct]] = {
    "events": forms.EventsForm,
    "rules": forms.RulesForm,
    "count": forms.CountForm,
}


def count_files(events: bytes | str, rules: bytes | str) -> forms.CountForm:
    """The count of a `stepwell-hours-events/1` file by the rules of a `stepwell-hours-rules/1` file."""
    ruled = read_rules(rules)
    weeks = count(read_events(events), ruled)
    people = [_person(person, list(own)) for person, own in groupby(weeks, key=lambda week: week.person)]
    return forms.CountForm("stepwell-hours-count/1", ruled.name, people)


def read_events(content: bytes | str) -> Events:
    """Events of a file. FileRefused names the key and the place of what can't be so."""
    form = decode(content, forms.EventsForm)
    try:
        zone = ZoneInfo(form.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FileRefused(f'zone: "{form.zone}" is no time zone, such as America/Chicago.') from None
    sessions = tuple(_session(each, zone, f"sessions[{place}]") for place, each in enumerate(form.sessions))
    twice = [each for each, times in Counter(each.id for each in sessions).items() if times > 1]
    if twice:
        raise FileRefused(f'sessions: the id "{twice[0]}" is given twice.')
    plans = tuple(Plan(each.person, *_days(each, f"plans[{place}]")) for place, each in enumerate(form.plans))
    return Events(zone, sessions, plans, tuple(_authorizations(form)))


def read_rules(content: bytes | str) -> RuleSet:
    """The rules of a file. FileRefused like `read_events`."""
    form = decode(content, forms.RulesForm)
    return RuleSet(
        form.name, [_edition(each, f"editions[{place}]") for place, each in enumerate(form.editions)]
    )


def shipped_text(name: str) -> bytes:
    """The file of rules that come with the product, to copy and change."""
    return resources.files(__package__).joinpath("sets", SHIPPED[name]).read_bytes()


def write(form: forms.CountForm) -> bytes:
    """The count as a `stepwell-hours-count/1` file."""
    return msgspec.json.format(msgspec.json.encode(form), indent=1)


def schema(of: str) -> dict[str, Any]:
    """The JSON Schema of one of these files."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(SCHEMAS[of])}


def _session(form: forms.SessionForm, zone: ZoneInfo, place: str) -> Session:
    starts = _instant(form.starts, zone, f"{place}.starts")
    try:
        block = Span(starts, _instant(form.ends, zone, f"{place}.ends"))
        breaks = tuple(
            Span(_instant(each.starts, zone, f"{place}.breaks"), _instant(each.ends, zone, f"{place}.breaks"))
            for each in form.breaks
        )
    except NotASpan:
        raise FileRefused(f"{place}: a session, and each break, ends after it starts.") from None
    came = _instant(form.came, zone, f"{place}.came") if form.came else None
    left = _instant(form.left, zone, f"{place}.left") if form.left else None
    if left is not None and (came is None or left < came):
        raise FileRefused(f"{place}.left: nobody leaves before coming.")
    signed = _instant(form.note_signed, zone, f"{place}.note_signed") if form.note_signed else None
    day = starts.astimezone(zone).date()
    return Session(form.id, form.person, form.kind, block, day, breaks, came, left, form.members, signed)


def _instant(text: str, zone: ZoneInfo, place: str) -> datetime:
    """An instant in UTC: with its offset, or by the wall of the zone, where that says one instant alone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise FileRefused(f'{place}: "{text}" is no time in the calendar.') from None
    if not EARLIEST <= read.date() <= LATEST:
        raise FileRefused(f"{place}: {text} is not between the years {EARLIEST.year} and {LATEST.year}.")
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    known = at_site(read.date(), read.time(), zone)
    if known.replace(tzinfo=None) != read:
        raise FileRefused(f"{place}: {text} does not exist in this zone; the clocks go forward over it.")
    if known.utcoffset() != known.replace(fold=1).utcoffset():
        raise FileRefused(f"{place}: {text} comes twice in this zone; tell it with its offset, as in -05:00.")
    return known.astimezone(UTC)


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FileRefused(f'{place}: "{text}" is no day in the calendar.') from None


def _days(
    form: forms.PlanForm | forms.AuthorizationForm | forms.EditionForm, place: str
) -> tuple[date, date | None]:
    begins = _day(form.begins, f"{place}.from")
    ends = _day(form.ends, f"{place}.until") if form.ends else None
    if ends is not None and ends < begins:
        raise FileRefused(f"{place}: until is before from.")
    return begins, ends


def _authorizations(form: forms.EventsForm) -> Iterable[Authorization]:
    for place, each in enumerate(form.authorizations):
        begins, ends = _days(each, f"authorizations[{place}]")
        yield Authorization(each.person, each.units, begins, ends or begins, str(place))


def _edition(form: forms.EditionForm, place: str) -> Edition:
    begins, ends = _days(form, place)
    return Edition(
        begins,
        ends,
        unit=Unit(form.unit),
        kinds=frozenset(form.kinds),
        day_minutes=form.day_minutes,
        week_minutes=form.week_minutes,
        week_days=form.week_days,
        largest_group=form.largest_group,
        note_required=form.note_required,
        note_hours=form.note_hours,
        plan_required=form.plan_required,
        plan_days=form.plan_days,
        authorization_required=form.authorization_required,
        mix=tuple(Mix(each.kind, each.minutes) for each in form.mix),
        week_binds=form.week_binds,
        floor_minutes=form.floor_minutes,
        ceiling_minutes=form.ceiling_minutes,
        source=form.source,
    )


def _person(person: str, weeks: list[CountedWeek]) -> forms.CountedPersonForm:
    told = [_week(week) for week in weeks]
    return forms.CountedPersonForm(
        person=person,
        planned=sum(each.planned for each in told),
        attended=sum(each.attended for each in told),
        credited=sum(each.credited for each in told),
        units=sum(each.units for each in told),
        days_counted=sum(each.days_counted for each in told),
        weeks=told,
    )


def _week(week: CountedWeek) -> forms.CountedWeekForm:
    days = [_told(day) for day in week.days]
    return forms.CountedWeekForm(
        monday=week.monday.isoformat(),
        planned=sum(day.planned for day in days),
        attended=sum(day.attended for day in days),
        credited=sum(day.credited for day in days),
        units=sum(day.units for day in days),
        days_counted=week.counted_days,
        dose=_dose(week),
        because=list(map(_reason, week.because)),
        days=days,
    )


def _dose(week: CountedWeek) -> str | None:
    """Where the week stands against the clinical floor and ceiling; None where neither is told."""
    edition = week.days[-1].edition
    if edition is None or (edition.floor_minutes is None and edition.ceiling_minutes is None):
        return None
    if edition.ceiling_minutes is not None and week.attended > edition.ceiling_minutes:
        return "above_ceiling"
    return "below_floor" if week.attended < (edition.floor_minutes or 0) else "on_floor"


def _told(day: CountedDay) -> forms.CountedDayForm:
    because = [_reason(each) for each in day.because]
    if day.counts:
        because.insert(0, forms.ReasonForm("counts", f"{day.credited} minutes by the rules of that day."))
    opening = "Counts, because: " if day.counts else "Does not count: "
    return forms.CountedDayForm(
        day=day.day.isoformat(),
        counts=day.counts,
        answer=opening + " ".join(each.sentence for each in because),
        because=because,
        planned=day.planned,
        attended=day.attended,
        credited=day.credited,
        units=day.units,
        sessions=list(map(_told_session, day.sessions)),
    )


def _told_session(each: CountedSession) -> forms.CountedSessionForm:
    return forms.CountedSessionForm(
        id=each.session.id,
        kind=each.session.kind,
        planned=each.planned,
        attended=each.attended,
        credited=each.credited,
        counts=each.because is None,
        because=_reason(each.because) if each.because else None,
    )


def _reason(reason: Reason) -> forms.ReasonForm:
    return forms.ReasonForm(reason.rule, reason.sentence)
