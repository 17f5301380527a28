"""A stay changes its level, pauses, loses touch, goes on, or ends; a leave or a lapse is never an ending.

What may follow what is told by `domain.episodes.lifecycle`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import enrolling, levels_kept, once, rosters
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.lifecycle import may_move, may_take, transition
from stepwell.domain.episodes.needs import Mover, Need
from stepwell.domain.episodes.segments import NotSegments, Segment, change_level
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.domain.reviews.outcome import Outcome
from stepwell.kernel.decisions import Permit
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import Leave, LevelSegment, ReachTry
from stepwell.records.schedule.models import RosterEntry, SessionStatus
from stepwell.records.sessions.models import Attendance

TRIES = 3
"""So many tries before somebody counts as out of touch. Program policy."""
LEVELS = ("1", "2.1", "2.5", "3")
"""Levels of care a stay may be at, from fewer hours to more."""
LEAVE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "hospital_stay": gettext_noop("A stay in a hospital"),
        "illness": gettext_noop("Not well"),
        "family": gettext_noop("Something in the family"),
        "travel": gettext_noop("Away for work or travel"),
        "jail": gettext_noop("Held by the law"),
        "other": gettext_noop("Something else"),
    }
)
"""Coded reasons for a leave."""
_MISSING: Mapping[Need, str] = MappingProxyType(
    {
        Need.REASON: gettext_noop("Choose a reason."),
        Need.RETURN_DATE: gettext_noop("Agree on a date to come back."),
        Need.TRIED_TO_REACH: gettext_noop("Try three times to reach them first, and write each try down."),
        Need.WAY_BACK_TOLD: gettext_noop("Tell the person the way back first."),
        Need.WISH_HEARD: gettext_noop("Write down what the person wants."),
        Need.SECOND_CLINICIAN: gettext_noop("A second clinician has to agree."),
        Need.CARE_ELSEWHERE: gettext_noop("Name the care that follows."),
    }
)


class CannotMove(Refusal):
    """The course of care knows no such move from here, or something has to come first."""


@dataclass(frozen=True)
class Level:
    """A level of care with its own weekly minutes, from a day on."""

    level: str
    weekly_minutes: int
    from_on: date


def locked(chart: Chart) -> Episode:
    """The open stay as it is now, and nobody else moves it until this transaction ends.

    Whether it is open counts under the lock: it may have ended while the lock was waited for.
    """
    found = chart.find_episode()
    rows = Episode.objects.select_for_update(of=("self",)).select_related("site", "template", "counselor")
    episode = rows.filter(pk=found.pk, is_open=True).first() if found is not None else None
    if episode is None:
        raise CannotMove(gettext_noop("This person is not in the program now."))
    return episode


@transaction.atomic(durable=True)
def go_on_leave(chart: Chart, *, returns_on: date, reason: str, key: str, at: datetime) -> None:
    """A leave from today with a date to come back. The person keeps their groups, and isn't awaited."""
    episode = _first(chart, "go_on_leave", key, at)
    if episode is None:
        return
    today = episode.site.day_at(at)
    if returns_on <= today:
        raise CannotMove(gettext_noop("The date to come back is after today."))
    has = {Need.RETURN_DATE} | ({Need.REASON} if reason in LEAVE_REASONS else set())
    move(chart, episode, State.HOLD, has=has, reason=reason, on=today, at=at)
    row = Leave.objects.create(
        person=chart.person,
        episode=episode,
        from_on=today,
        returns_on=returns_on,
        reason=reason,
        written_at=at,
        written_by=chart.by.account_id,
    )
    away = _sessions_of_groups(episode, at).filter(held_on__lt=returns_on)
    rosters.expect_no_more(away, by=chart.by, at=at)
    chart.note("level", row.pk, at=at)


@transaction.atomic(durable=True)
def come_back(chart: Chart, *, key: str, at: datetime) -> None:
    """Back from a leave, or in touch again, by the person or the counselor: sessions are theirs again."""
    episode = _first(chart, "come_back", key, at)
    if episode is not None:
        write_return(chart, episode, at=at)


def write_return(chart: Chart, episode: Episode, *, at: datetime) -> None:
    """The same inside the caller's transaction, with the stay locked."""
    move(chart, episode, State.ACTIVE, on=episode.site.day_at(at), at=at)
    end_leave(chart, episode, at=at)


def end_leave(chart: Chart, episode: Episode, *, at: datetime) -> None:
    """The leave is over, where there is one; who was away is expected again in their groups."""
    today = episode.site.day_at(at)
    leave = Leave.objects.filter(episode=episode, ended_on=None).first()
    if leave is not None:
        Leave.objects.filter(pk=leave.pk).update(ended_on=max(today, leave.from_on))
        again = _sessions_of_groups(episode, at).filter(held_on__lt=leave.returns_on)
        rosters.expect_again(again, by=chart.by, at=at)


@transaction.atomic(durable=True)
def note_try(chart: Chart, *, was_reached: bool, key: str, at: datetime) -> None:
    """Somebody tried to reach the person."""
    episode = _first(chart, "try_to_reach", key, at)
    if episode is not None:
        row = ReachTry.objects.create(
            person=chart.person,
            episode=episode,
            tried_at=at,
            was_reached=was_reached,
            written_by=chart.by.account_id,
        )
        chart.note("level", row.pk, at=at, reached=was_reached)


@transaction.atomic(durable=True)
def lose_touch(chart: Chart, *, key: str, at: datetime) -> None:
    """Nobody reached the person, so often as the program asks. Somebody looks for them; nothing has ended."""
    episode = _first(chart, "lose_touch", key, at)
    if episode is None:
        return
    has = {Need.TRIED_TO_REACH} if tries_in_vain(episode) >= TRIES else set()
    move(chart, episode, State.LAPSED, has=has, reason="out_of_touch", on=episode.site.day_at(at), at=at)
    Leave.objects.filter(episode=episode, ended_on=None).update(ended_on=episode.site.day_at(at))


def tries_in_vain(episode: Episode) -> int:
    """How often somebody was tried and not reached since they were last reached."""
    tries = ReachTry.objects.filter(episode=episode)
    reached = tries.filter(was_reached=True).order_by("-tried_at").first()
    if reached is not None:
        tries = tries.filter(tried_at__gt=reached.tried_at)
    return tries.filter(was_reached=False).count()


def list_tries(chart: Chart) -> list[ReachTry]:
    """Every try of the person's stay, the latest first."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    return list(ReachTry.objects.filter(episode=episode).order_by("-tried_at")) if episode else []


def list_leaves(chart: Chart) -> list[Leave]:
    """Every leave of the person's stay, the latest first."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    return list(Leave.objects.filter(episode=episode).order_by("-from_on")) if episode else []


def check(chart: Chart, episode: Episode, outcome: Outcome, level: Level | None) -> None:
    """Refuse what could not be done when it is signed, so that nobody signs it."""
    if outcome is Outcome.DISCHARGE:
        _refuse(chart, episode, State.DISCHARGED, {Need.REASON, Need.CARE_ELSEWHERE})
    if level is not None and outcome.moves_level:
        _segments(episode, level, "")
        after = _after(episode, outcome, level)
        if State(episode.state) is not after:
            _refuse(chart, episode, after, _OF_A_STEP)


def write_step(
    chart: Chart, episode: Episode, outcome: Outcome, level: Level, *, reason: str, at: datetime
) -> None:
    """Another level from its day on, as a segment of the same stay. Signed by two before."""
    segments = _segments(episode, level, reason)
    _keep(chart, episode, segments, at=at)
    after = _after(episode, outcome, level)
    if State(episode.state) is not after:
        move(chart, episode, after, has=_OF_A_STEP, reason=reason, on=episode.site.day_at(at), at=at)
        end_leave(chart, episode, at=at)


def write_discharge(chart: Chart, episode: Episode, *, reason: str, at: datetime) -> None:
    """The stay ends together, with the care named that follows."""
    has = {Need.REASON, Need.CARE_ELSEWHERE}
    move(chart, episode, State.DISCHARGED, has=has, reason=reason, on=episode.site.day_at(at), at=at)


def move(
    chart: Chart,
    episode: Episode,
    to: State,
    *,
    has: Collection[Need] = (),
    reason: str = "",
    on: date,
    at: datetime,
) -> None:
    """Move the stay once everything is there that the move needs. Inside the caller's transaction."""
    _refuse(chart, episode, to, has)
    moved = enrolling.write_move(episode, to=to, on=on, reason=reason, by=chart.by, at=at)
    episode.state, episode.is_open, episode.ends_on = moved.state, moved.is_open, moved.ends_on
    chart.note("episode", episode.pk, at=at, state=to.value)


_OF_A_STEP = frozenset({Need.REASON, Need.WISH_HEARD, Need.SECOND_CLINICIAN})


def _after(episode: Episode, outcome: Outcome, level: Level) -> State:
    """The state a step leads to: who comes back to the program's own level is active again."""
    is_usual = episode.template is not None and level.level == episode.template.level_of_care
    if is_usual and State(episode.state) in {State.STEP_UP, State.STEP_DOWN}:
        return State.ACTIVE
    return State.STEP_UP if outcome is Outcome.STEP_UP else State.STEP_DOWN


def _segments(episode: Episode, level: Level, reason: str) -> tuple[Segment, ...]:
    new = Segment(level.level, level.weekly_minutes, level.from_on, reason=reason)
    try:
        return change_level(levels_kept.segments_of(episode), new)
    except NotSegments:
        raise CannotMove(
            gettext_noop("The new level begins after the first day of the one in force. Choose a later day.")
        ) from None


def _keep(chart: Chart, episode: Episode, segments: tuple[Segment, ...], *, at: datetime) -> None:
    """Write the new segment and the end of the one before; the first change writes the level before, too."""
    *before, new = segments
    kept = LevelSegment.objects.filter(episode=episode)
    if not kept.exists():
        for segment in before:
            _put(chart, episode, segment, at=at)
    kept.filter(until_on=None).update(until_on=new.from_on)
    row = _put(chart, episode, new, at=at)
    chart.note("level", row.pk, at=at)


def _put(chart: Chart, episode: Episode, segment: Segment, *, at: datetime) -> LevelSegment:
    return LevelSegment.objects.create(
        person=chart.person,
        episode=episode,
        level=segment.level,
        weekly_minutes=segment.weekly_minutes,
        from_on=segment.from_on,
        until_on=segment.until_on,
        reason=segment.reason,
        written_at=at,
        written_by=chart.by.account_id,
    )


def _first(chart: Chart, action: str, key: str, at: datetime) -> Episode | None:
    """The stay, locked; None where this key was used before."""
    chart.need(Part.EPISODE)
    if not once.is_first_time(key, action=action, account_id=chart.by.account_id, at=at):
        return None
    return locked(chart)


def _refuse(chart: Chart, episode: Episode, to: State, has: Collection[Need]) -> None:
    before = State(episode.state)
    mover = Mover.PERSON if chart.purpose is Purpose.OWN else Mover.COUNSELOR
    if isinstance(may_take(before, to, by=mover, has=has), Permit):
        return
    step = transition(before, to)
    if step is None or not isinstance(may_move(before, to), Permit) or mover not in step.by:
        raise CannotMove(gettext_noop("That doesn't follow from where this person stands now."))
    lacking = next(need for need in step.needs if need not in has)
    raise CannotMove(_MISSING[lacking])


def _sessions_of_groups(episode: Episode, at: datetime) -> QuerySet[Attendance]:
    """What is ahead in groups to which the person belongs."""
    belongs = RosterEntry.objects.filter(person=episode.person_id, until_on=None)
    return Attendance.objects.filter(
        session__group__in=belongs.values("group"),
        episode=episode,
        starts_at__gt=at,
        session__status=SessionStatus.PLANNED,
    )
