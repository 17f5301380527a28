"""A change as it would be: everybody touched, what goes out, who could not be helped. It writes nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from stepwell.actions import charts, repair_facts, week_facts
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.rippling import changes, refusing, snapshots, touched
from stepwell.actions.rippling.changes import Change, Kind, Laid
from stepwell.actions.rippling.touched import Clash, Ripples, Seat, Units, WeekHours
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode
from stepwell.records.schedule.models import Group, Session
from stepwell.records.sessions.models import Attendance

PURPOSES = {Role.MANAGER: Purpose.OPERATIONS, Role.INTAKE: Purpose.INTAKE}
WHAT = "changed_sessions"

SAYS = {
    Kind.MOVE: AppointmentText.CHANGED,
    Kind.RESIZE: AppointmentText.CHANGED,
    Kind.ROOM: AppointmentText.CHANGED,
    Kind.CANCEL: AppointmentText.CANCELED,
    Kind.REMOVE: AppointmentText.CANCELED,
    Kind.ADD: AppointmentText.CHANGED,
}
"""What is said of the first session that changes for somebody. Of another leader nothing is sent."""


@dataclass(frozen=True)
class Touched:
    """One person, and all that the change does to them. Hours, units and reviews are for managers alone.

    Of what is authorized only the count and its last day are told, never the payer or the number.
    """

    chart: Chart
    seats: tuple[Seat, ...]
    hours: tuple[WeekHours, ...]
    clashes: tuple[Clash, ...]
    is_kept_apart: bool
    units: Units | None
    review_on: date | None
    notes_due: int
    options: tuple[Session, ...]
    """What they could take instead in the first week, where they lose the session."""
    loses: bool
    """The first week's session is lost to them."""

    @property
    def is_helpless(self) -> bool:
        return self.loses and not self.options

    @property
    def falls_below(self) -> bool:
        return any(week.falls_below for week in self.hours)


@dataclass(frozen=True)
class Proposal:
    """A change with everybody it touches, those first who lose most."""

    change: Change
    laid: Laid
    touched: tuple[Touched, ...]
    elsewhere: int
    """How many more are touched whose records the reader may not open."""
    refusal: Refusal | None
    notes_before: int
    notes_after: int
    """Notes to write of the sessions of two weeks, one for each person in each."""
    says: AppointmentText | None
    messages: int
    seen: str
    """Names what was looked at: confirmed after a change of it, it is looked at again."""

    @property
    def helpless(self) -> list[Touched]:
        return [one for one in self.touched if one.is_helpless]

    @property
    def below(self) -> int:
        return sum(one.falls_below for one in self.touched)


def find_group(by: SignedIn, group_id: UUID) -> Group:
    """A series at a site of the reader's who may change it, or NotHere."""
    rows = Group.objects.filter(pk=group_id, site__in=by.reader.site_ids)
    group = rows.select_related("site", "room", "leader", "service").first()
    if group is None or by.role not in PURPOSES:
        raise NotHere("There is no such group.")
    return group


def propose(by: SignedIn, change: Change, *, at: datetime) -> Proposal:
    """Everything the change touches. One line in the trail names everybody shown."""
    laid = changes.lay(change, at=at)
    on = _first_day(change, laid, at=at)
    ripples = touched.read(change, laid, on=on, at=at)
    opened = charts.open_list(by, list(ripples.seats), PURPOSES[by.role], what=WHAT, at=at)
    losing = _losing(change, ripples)
    options = _options(losing, on, at=at)
    shown = [_touched(chart, ripples, losing, options, on, full=by.role is Role.MANAGER) for chart in opened]
    seats = [seat for some in ripples.seats.values() for seat in some]
    weeks = (Week.of(on), Week.of(on).next())
    told = {seat.person for seat in seats} if change.kind in SAYS else set()
    return Proposal(
        change=change,
        laid=laid,
        touched=tuple(sorted(shown, key=lambda one: (not one.is_helpless, not one.falls_below, _name(one)))),
        elsewhere=len(ripples.seats) - len(opened),
        refusal=refusing.why_not(change, laid, at=at),
        notes_before=sum(any(_is_in(seat.before, week) for week in weeks) for seat in seats),
        notes_after=sum(any(_is_in(seat.after, week) for week in weeks) for seat in seats),
        says=SAYS.get(change.kind),
        messages=len(told),
        seen=seen_of(change, laid),
    )


def seen_of(change: Change, laid: Laid) -> str:
    """A short name of the sessions and places as they are now."""
    people = [change.person.person.pk] if change.person else None
    state = snapshots.take(
        group=change.group.pk if change.group else None,
        sessions=[turn.before.pk for turn in laid.turns],
        people=people,
    )
    # The order of rows says nothing; who is on the list and how it is planned does.
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:32]


def _first_day(change: Change, laid: Laid, *, at: datetime) -> date:
    """The day from which two weeks are shown: today, or when the change begins later than this week."""
    subject = change.subject
    today = subject.site.day_at(at)
    first = min((turn.before.held_on for turn in laid.turns if turn.before.held_on), default=change.from_on)
    return today if Week.of(first) == Week.of(today) else max(first, today)


def _name(one: Touched) -> str:
    return one.chart.person.full_name


def _is_in(session: Session | None, week: Week) -> bool:
    return session is not None and session.held_on is not None and week.contains(session.held_on)


def _losing(change: Change, ripples: Ripples) -> dict[UUID, Session]:
    """Who loses a session, and the first that they lose. Who leaves a group was asked before."""
    found: dict[UUID, Session] = {}
    if change.kind is Kind.REMOVE:
        return found
    for who, seats in ripples.seats.items():
        missed = {clash.session.pk for clash in ripples.clashes.get(who, ())}
        for seat in seats:
            lost = seat.before is not None and (seat.after is None or seat.after.pk in missed)
            if lost and seat.before is not None:
                found.setdefault(who, seat.before)
    return found


def _options(losing: dict[UUID, Session], on: date, *, at: datetime) -> dict[UUID, tuple[Session, ...]]:
    """What each could take instead of the first they lose, by the rule of equivalence, in its week."""
    if not losing:
        return {}
    first = min(one.held_on for one in losing.values() if one.held_on is not None)
    week = Week.of(first)
    rows = Attendance.objects.filter(
        session__in={one.pk for one in losing.values() if _is_in(one, week)}, person__in=list(losing)
    ).select_related(
        "session__group",
        "session__room",
        "session__service",
        "session__site",
        "episode__site",
        "episode__template",
        "episode__person",
    )
    given_up = [row for row in rows if losing[row.person_id].pk == row.session_id]
    found = {
        case.need.person: [offer.key for offer in repair_facts.options_of(case, at=at)]
        for case in week_facts.cases_of(given_up, at=at)
    }
    keys = {key for some in found.values() for key in some}
    sessions = {row.pk: row for row in Session.objects.filter(pk__in=keys).select_related("leader", "room")}
    lost = {one.pk for one in losing.values()}
    return {
        who: tuple(sessions[key] for key in some if key in sessions and key not in lost)
        for who, some in found.items()
    }


def _touched(
    chart: Chart,
    ripples: Ripples,
    losing: dict[UUID, Session],
    options: dict[UUID, tuple[Session, ...]],
    on: date,
    *,
    full: bool,
) -> Touched:
    who = chart.person.pk
    review = ripples.review_on.get(who) if full else None
    soon = Week.of(on).next().sunday
    return Touched(
        chart=chart,
        seats=tuple(ripples.seats[who]),
        hours=ripples.hours.get(who, ()) if full else (),
        clashes=tuple(ripples.clashes.get(who, ())),
        is_kept_apart=who in ripples.apart,
        units=ripples.units.get(who) if full else None,
        review_on=review if review is not None and review <= soon else None,
        notes_due=ripples.notes_due.get(who, 0) if full else 0,
        options=options.get(who, ()),
        loses=who in losing,
    )


def episode_of(person: UUID) -> Episode | None:
    """The stay in force."""
    return Episode.objects.filter(person=person, is_open=True).first()


HELP_WITHIN = timedelta(days=1)
"""By when somebody who loses a session and finds no other is to be reached. Program policy; no source."""
