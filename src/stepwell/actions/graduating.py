"""Before somebody graduates: what the program asks for, what is there and what is missing; then the act.

A clinician judges and signs; no date graduates anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType

from django.db import transaction

from stepwell.actions import continuing_plans, enrolling, graduation_asks, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.graduation_asks import Asked
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.judging import PLAN, VISIT, WAIVED, Finding, answers_of, judge
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.lifecycle import may_take, transition
from stepwell.domain.episodes.needs import Mover, Need
from stepwell.domain.privacy.access import Part, Role
from stepwell.kernel.decisions import Permit
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.aftercare.models import Graduation, Judged
from stepwell.records.episodes.models import Episode

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "goals_reached": gettext_noop("The goals are reached"),
        "goals_taken_along": gettext_noop("The goals go on with the plan for afterwards"),
        "own_wish": gettext_noop("The person and the team agree that it is time"),
    }
)
"""Coded reasons of a graduation."""
BACK = timedelta(days=7)
"""A graduation is written down within a week. Program policy."""
MOST_LETTERS = 1000
MOVERS = {
    Role.COUNSELOR: Mover.COUNSELOR,
    Role.MANAGER: Mover.MANAGER,
    Role.INTAKE: Mover.INTAKE,
    Role.PARTICIPANT: Mover.PERSON,
}
"""Who somebody is, as the course of care asks for it."""


class CannotJudge(Refusal):
    """There is no such answer, or something belongs to it."""


class CannotGraduate(Refusal):
    """The course of care knows no graduation from here, or something is missing."""


class Standing(Enum):
    """Where a criterion stands."""

    MET = "met"
    WAIVED = "waived"
    MISSING = "missing"


@dataclass(frozen=True)
class Line:
    """One criterion as the page shows it; `answer` is the code of the latest answer."""

    asked: Asked
    standing: Standing
    answer: str = ""
    on: date | None = None
    words: str = ""
    written_at: datetime | None = None

    @property
    def key(self) -> str:
        return self.asked.criterion.key

    @property
    def was_asked(self) -> bool:
        """Somebody answered, whatever the answer."""
        return bool(self.answer)


@dataclass(frozen=True)
class Sheet:
    """Everything the program asks for, for one stay on one day."""

    episode: Episode
    lines: tuple[Line, ...]
    graduation: Graduation | None

    @property
    def is_ready(self) -> bool:
        """Nothing is missing."""
        return all(line.standing is not Standing.MISSING for line in self.lines)

    @property
    def missing(self) -> int:
        return sum(line.standing is Standing.MISSING for line in self.lines)

    @property
    def may_graduate(self) -> bool:
        """The stay is in a state from which people graduate."""
        return transition(State(self.episode.state), State.GRADUATED) is not None


AFTER = frozenset({State.GRADUATED, State.CONTINUING_CARE, State.ALUMNI, State.COMPLETED})
"""States of the time after a graduation."""


def is_after(episode: Episode) -> bool:
    """The time after the program has begun, and is not another stay."""
    return State(episode.state) in AFTER


def find_stay(chart: Chart) -> Episode:
    """The stay that the pages of the end are about; NotHere for who has none."""
    episode = chart.find_episode()
    if episode is None:
        raise NotHere("There is no stay.")
    return episode


def look(chart: Chart, episode: Episode, *, on: date) -> Sheet:
    """What is there and what is missing for a graduation on this day."""
    chart.need(Part.PLAN)
    asked = graduation_asks.asked_by(episode.template)
    rows = {row.key: row for row in Judged.objects.filter(episode=episode).order_by("written_at", "pk")}
    found = {key: _finding(chart, row) for key, row in rows.items()}
    plan = continuing_plans.read(chart, episode)
    ready = judge(
        [one.criterion for one in asked], found.values(), has_plan=plan is not None, graduates_on=on
    )
    standings = {each.key: Standing.MET for each in ready.met}
    standings |= {each.key: Standing.WAIVED for each in ready.waived}
    lines = [
        Line(
            one,
            standings.get(one.criterion.key, Standing.MISSING),
            finding.code if finding else "",
            finding.on if finding else None,
            finding.words if finding else "",
            rows[one.criterion.key].written_at if finding else None,
        )
        for one in asked
        for finding in [found.get(one.criterion.key)]
    ]
    return Sheet(episode, tuple(lines), Graduation.objects.filter(episode=episode).first())


@transaction.atomic(durable=True)
def write_answer(
    chart: Chart,
    episode: Episode,
    *,
    criterion: str,
    code: str,
    on: date | None = None,
    words: str = "",
    key: str,
    at: datetime,
) -> None:
    """What was found about one criterion. The latest answer counts, and those before stay."""
    chart.need(Part.PLAN)
    if not once.is_first_time(key, action="judge_criterion", account_id=chart.by.account_id, at=at):
        return
    row = _locked(chart, episode)
    asked = {one.criterion.key: one.criterion for one in graduation_asks.asked_by(row.template)}
    if criterion not in asked:
        raise CannotJudge(gettext_noop("The program doesn't ask for this. Load the page again."))
    if transition(State(row.state), State.GRADUATED) is None:
        raise CannotJudge(gettext_noop("Nobody graduates from where this stay stands."))
    text = words.strip()
    _check_answer(criterion, code, on, text, may_be_waived=asked[criterion].may_be_waived)
    assert chart.by.account_id is not None  # clinicians have accounts
    written = Judged.objects.create(
        episode=row,
        key=criterion,
        code=code,
        on_date=on if criterion == VISIT and code != WAIVED else None,
        words=chart.seal(text) if text else None,
        written_at=at,
        written_by=chart.by.account_id,
    )
    chart.note("graduation", written.pk, at=at)


@transaction.atomic(durable=True)
def graduate(
    chart: Chart, episode: Episode, *, on: date, reason: str, wish: str, key: str, at: datetime
) -> Graduation:
    """Somebody graduates on this day: dated, with its reason and what the person wants next.

    The person leaves every group, and the next step is the first contact of aftercare.
    The same `key` again gives the graduation of the first time.
    """
    if not once.is_first_time(key, action="graduate", account_id=chart.by.account_id, at=at):
        return Graduation.objects.get(episode=episode)
    row = _locked(chart, episode)
    sheet = look(chart, row, on=on)
    _check_graduation(chart, sheet, on=on, reason=reason, wish=wish.strip(), at=at)
    enrolling.write_move(chart, to=State.GRADUATED, on=on, reason=reason, by=chart.by, at=at)
    assert chart.by.account_id is not None  # checked: a clinician
    written = Graduation.objects.create(
        episode=row,
        graduated_on=on,
        reason=reason,
        wish=chart.seal(wish.strip()),
        met=[line.key for line in sheet.lines if line.standing is Standing.MET],
        waived=[line.key for line in sheet.lines if line.standing is Standing.WAIVED],
        written_at=at,
        written_by=chart.by.account_id,
        signer=chart.by.name,
    )
    chart.note("graduation", written.pk, at=at)
    return written


def wish_of(chart: Chart, graduation: Graduation) -> str:
    """What the person wanted when they graduated, in their own words."""
    return chart.read(bytes(graduation.wish), of=Part.PLAN)


def _finding(chart: Chart, row: Judged) -> Finding:
    words = chart.read(bytes(row.words), of=Part.PLAN) if row.words else ""
    return Finding(row.key, row.code, row.on_date, words)


def _check_answer(criterion: str, code: str, on: date | None, words: str, *, may_be_waived: bool) -> None:
    if len(words) > MOST_LETTERS:
        raise CannotJudge(gettext_noop("Use at most %(most)s letters."), most=MOST_LETTERS)
    if code == WAIVED:
        if not may_be_waived:
            raise CannotJudge(gettext_noop("This has to be there before anybody graduates."))
        if not words:
            raise CannotJudge(gettext_noop("Write why this person graduates without it."))
        return
    if criterion == PLAN:
        raise CannotJudge(gettext_noop("Write the plan for continuing care; then this is met."))
    if code not in {answer.code for answer in answers_of(criterion)}:
        raise CannotJudge(gettext_noop("Choose one of the answers."))
    if criterion == VISIT and (on is None or not words):
        raise CannotJudge(gettext_noop("Write the day of the visit, and where it is."))


def _check_graduation(chart: Chart, sheet: Sheet, *, on: date, reason: str, wish: str, at: datetime) -> None:
    today = sheet.episode.site.day_at(at)
    if not today - BACK <= on <= today:
        raise CannotGraduate(gettext_noop("Choose today or a day of the last week."))
    if reason not in REASONS:
        raise CannotGraduate(gettext_noop("Choose a reason."))
    if not wish or len(wish) > MOST_LETTERS:
        raise CannotGraduate(
            gettext_noop("Write what the person wants next, in at most %(most)s letters."), most=MOST_LETTERS
        )
    if not sheet.is_ready:
        raise CannotGraduate(gettext_noop("Something the program asks for is still missing. It is marked."))
    mover = MOVERS.get(chart.by.role)
    has = {Need.CRITERIA, Need.WISH_HEARD}
    said = mover and may_take(State(sheet.episode.state), State.GRADUATED, by=mover, has=has)
    if not isinstance(said, Permit):
        raise CannotGraduate(gettext_noop("Nobody graduates from where this stay stands."))


def _locked(chart: Chart, episode: Episode) -> Episode:
    rows = Episode.objects.select_for_update(of=("self",)).select_related("site", "template")
    return rows.get(pk=episode.pk, person=chart.person)
