"""Answers to a questionnaire, and what follows from them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from stepwell.actions import following_up, once, reaching
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.checking_in import zone_of
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import IN_TREATMENT, EpisodeState
from stepwell.domain.instruments import registry
from stepwell.domain.instruments.cadence import USUAL_DAYS
from stepwell.domain.instruments.instrument import IncompleteAnswers, Instrument
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.measures.models import Response
from stepwell.records.outreach.models import Task

SCORER = "stepwell/1"


class NotAnswers(Refusal):
    """There are not as many answers as questions, or one is none the question offers."""


@dataclass(frozen=True)
class Answered:
    """The answers as kept, whether they ask for a talk today, and who was asked to call."""

    response: Response
    asks_about_safety: bool
    task: Task | None


@transaction.atomic(durable=True)
def answer(
    chart: Chart,
    *,
    instrument: str,
    answers: Sequence[int | None],
    difficulty: int | None = None,
    language: str = "en",
    mode: str = "self",
    key: str,
    at: datetime,
    replaces: UUID | None = None,
    filled_at: datetime | None = None,
) -> Answered:
    """Keep the answers. A blank stays a blank, and then there is no total.

    `filled_at` is when a phone without a network was answered: it dates the answers. The task counts from
    `at`, when somebody here can first know of them.

    Above zero at question nine, on however partial a form, gives a named person the task
    to call, in the same transaction. A correction names the answers it replaces, which stay.
    """
    form = registry.get(instrument)
    _refuse_unfit(form, answers, difficulty)
    asks = registry.scoring(instrument).asks_about_safety(answers)
    is_again = not once.is_first_time(key, action="answer", account_id=chart.by.account_id, at=at)
    if is_again and (before := _find_before(chart, instrument, answers)) is not None:
        return Answered(before, asks, chart.tasks.filter(about=before.pk).select_related("owner").first())
    total, band = _scored(instrument, answers)
    answered_at = min(filled_at, at) if filled_at else at
    response = Response.objects.create(
        person=chart.person,
        instrument=instrument,
        language=language,
        mode=mode,
        answers=list(answers),
        difficulty=difficulty,
        total=total,
        band=band,
        scorer=SCORER,
        answered_on=answered_at.astimezone(zone_of(chart)).date(),
        answered_at=answered_at,
        written_by=chart.by.account_id,
        replaces=_replaced(chart, instrument, replaces),
    )
    chart.note("response", response.pk, at=at)
    task = reaching.open_safety_task(chart, response_id=response.pk, at=at) if asks else None
    return Answered(response, asks, task)


def list_due(chart: Chart, *, at: datetime) -> list[Instrument]:
    """The questionnaires that may be asked now: as often as the program says, once in a follow-up."""
    episode = chart.find_episode()
    if episode is None:
        return []
    every = timedelta(days=episode.template.ask_days if episode.template else USUAL_DAYS)
    since: date | None = (at - every).astimezone(zone_of(chart)).date()
    if EpisodeState(episode.state) not in IN_TREATMENT:
        since = following_up.measures_since(chart, at=at)
    if since is None:
        return []
    recent = set(chart.responses.filter(answered_on__gt=since).values_list("instrument", flat=True))
    return [form for key, form in registry.INSTRUMENTS.items() if key not in recent]


def _refuse_unfit(form: Instrument, answers: Sequence[int | None], difficulty: int | None) -> None:
    if len(answers) != len(form.items):
        raise NotAnswers(
            gettext_noop("%(name)s has %(items)s questions. Load the page again."),
            name=form.title,
            items=len(form.items),
        )
    offered = [{option.value for option in form.options_of(item)} for item in form.items]
    wrong = [answer for answer, values in zip(answers, offered, strict=True) if answer not in {None, *values}]
    after = {option.value for item in form.unscored for option in form.options_of(item)}
    if wrong or (difficulty is not None and difficulty not in after):
        raise NotAnswers(gettext_noop("Choose one of the answers shown, or skip the question."))


def _scored(instrument: str, answers: Sequence[int | None]) -> tuple[int | None, str]:
    try:
        score = registry.scoring(instrument).score(answers)
    except IncompleteAnswers:
        return None, ""
    return score.total, str(score.band.value)


def _replaced(chart: Chart, instrument: str, replaces: UUID | None) -> Response | None:
    if replaces is None:
        return None
    found = chart.responses.filter(pk=replaces, instrument=instrument).first()
    if found is None:
        raise NotHere("There are no such answers.")
    return found


def _find_before(chart: Chart, instrument: str, answers: Sequence[int | None]) -> Response | None:
    """What a form that is sent again had left; None when its ticks are others now, which are kept too."""
    rows = chart.responses.filter(instrument=instrument, written_by=chart.by.account_id)
    latest = rows.order_by("-answered_at").first()
    return latest if latest is not None and list(latest.answers) == list(answers) else None
