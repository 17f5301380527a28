"""Why something counts or doesn't: each rule by its name, with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.domain.hours.payer.facts import Plan, Session
from stepwell.domain.hours.payer.rules import Edition


@dataclass(frozen=True)
class Reason:
    """One rule that decided, and what it says."""

    rule: str
    sentence: str


def of_session(session: Session, edition: Edition, attended: int) -> Reason | None:
    """Why a session's minutes aren't the payer's; None where they are."""
    if session.came_at is None:
        return Reason("attendance", f"Session {session.id}: nobody saw the person come.")
    if not attended:
        return Reason("attendance", f"Session {session.id}: no minute of it was attended.")
    if session.kind not in edition.kinds:
        return Reason("kind", f"Session {session.id}: {session.kind} is not covered.")
    if session.kind == "group" and edition.largest_group and session.members > edition.largest_group:
        told = f"group of {session.members}; at most {edition.largest_group} count"
        return Reason("largest_group", f"Session {session.id}: {told}.")
    return _of_note(session, edition)


def _of_note(session: Session, edition: Edition) -> Reason | None:
    if session.note_signed_at is None:
        unsigned = Reason("note_signed", f"Session {session.id}: its note is unsigned.")
        return unsigned if edition.note_required else None
    if edition.note_required and session.note_signed_at.timestamp() < session.block.start.timestamp():
        return Reason("note_signed", f"Session {session.id}: its note was signed before it began.")
    if edition.note_hours is not None and session.block.end is not None:
        due = session.block.end + timedelta(hours=edition.note_hours)
        if session.note_signed_at.timestamp() > due.timestamp():
            told = f"its note was signed more than {edition.note_hours} hours after the end"
            return Reason("note_due", f"Session {session.id}: {told}.")
    return None


def of_minutes(credited: int, edition: Edition) -> Reason | None:
    """Why a day is too short; None where it is long enough.

    >>> of_minutes(166, Edition(date(2026, 1, 1), day_minutes=180)).sentence
    '14 minutes short of 180.'
    """
    least = edition.day_minutes or 1
    if credited >= least:
        return None
    if not edition.day_minutes:
        return Reason("day_minutes", "No minute of the day is the payer's.")
    return Reason("day_minutes", f"{_minutes(least - credited)} short of {least}.")


def of_units(authorized: int, units: int) -> Reason:
    """What is told beside a day that counts with fewer units than it has.

    >>> of_units(2, 12).sentence
    'Only 2 of 12 units are authorized.'
    """
    return Reason("authorization", f"Only {authorized} of {units} units are authorized.")


def of_plan(person: str, day: date, plans: Iterable[Plan], days: int | None = None) -> Reason | None:
    """Why no plan is in force; None where one is. `days` is how long the payer lets one hold."""
    begun = [plan.until(days) for plan in plans if plan.person == person and plan.begins <= day]
    if any(until is None or day <= until for until in begun):
        return None
    ended = [until for until in begun if until is not None]
    if ended:
        return Reason("plan_current", f"Plan expired on {spoken(max(ended))}.")
    return Reason("plan_current", "No plan is in force.")


def of_week(days: int, minutes: int, by_kind: dict[str, int], edition: Edition) -> list[Reason]:
    """In what a week falls short."""
    found = []
    if edition.week_days and days < edition.week_days:
        found.append(Reason("week_days", f"{days} of {edition.week_days} days in the week."))
    if edition.week_minutes and minutes < edition.week_minutes:
        short = _minutes(edition.week_minutes - minutes)
        found.append(Reason("week_minutes", f"{short} short of {edition.week_minutes} in the week."))
    for mix in edition.mix:
        had = by_kind.get(mix.kind, 0)
        if had < mix.minutes:
            short = _minutes(mix.minutes - had)
            found.append(Reason("mix", f"{short} of {mix.kind} short of {mix.minutes} in the week."))
    return found


def spoken(day: date) -> str:
    """A day as it is said, the same in every place.

    >>> spoken(date(2026, 5, 3))
    '3 May 2026'
    """
    return f"{day.day} {day:%B} {day.year}"


def _minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"
