"""The discharge summary: facts gathered from the record, words of a clinician, signed and then fixed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction

from stepwell.actions import graduating, once, reviewing
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import CARED_FOR, IN_TREATMENT
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Part, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.aftercare.models import DischargeSummary
from stepwell.records.episodes.models import Episode, EpisodeState

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "reason": gettext_noop("Why the person came, and how it ended"),
        "course": gettext_noop("The course of treatment"),
        "condition": gettext_noop("How the person is now"),
        "goes_on": gettext_noop("What goes on, and with whom"),
    }
)
"""What a clinician writes; the rest is gathered."""
MOST_LETTERS = 4000
ENDED = frozenset(set(State) - CARED_FOR - {State.DECLINED, State.LOST}) | {
    State.GRADUATED,
    State.CONTINUING_CARE,
}
"""A stay that is over, however it ended."""


class CannotSign(Refusal):
    """The stay isn't over, something isn't written, or a colleague has signed already."""


@dataclass(frozen=True)
class Facts:
    """What the record says of a stay, as it was when the summary was signed."""

    began: date | None
    ended: date | None
    state: str
    came: int
    recorded: int
    minutes: int
    measures: tuple[tuple[str, int, int], ...]
    """Title, first total and last total of each questionnaire with two answers or one."""
    met: tuple[str, ...]
    waived: tuple[str, ...]
    levels: tuple[tuple[str, date], ...]
    """Each state of the stay, and since when."""


@dataclass(frozen=True)
class Summary:
    """A signed summary, opened."""

    row: DischargeSummary
    facts: Facts
    words: Mapping[str, str]


def gather(chart: Chart, episode: Episode, *, at: datetime) -> Facts:
    """The facts as they are now."""
    chart.need(Part.MEASURES)
    totals = reviewing.sessions_so_far(chart, at=at).totals
    found = reviewing.progress(chart, day=episode.site.day_at(at))
    graduation = graduating.look(chart, episode, on=episode.site.day_at(at)).graduation
    states = EpisodeState.objects.filter(episode=episode).order_by("from_on", "written_at")
    return Facts(
        episode.starts_on,
        episode.ends_on,
        episode.state,
        totals.came,
        totals.recorded,
        totals.minutes,
        tuple(
            (line.instrument.title, line.trend.first.total, line.trend.last.total)
            for line in found.lines
            if line.trend is not None
        ),
        tuple(graduation.met) if graduation else (),
        tuple(graduation.waived) if graduation else (),
        tuple(states.values_list("state", "from_on")),
    )


def may_sign(episode: Episode) -> bool:
    """The stay is over."""
    return State(episode.state) in ENDED and State(episode.state) not in IN_TREATMENT


def list_signed(chart: Chart, episode: Episode) -> list[Summary]:
    """The summary and what was added to it, in the order of signing."""
    chart.need(Part.PLAN)
    return [
        _opened(chart, row) for row in DischargeSummary.objects.filter(episode=episode).order_by("signed_at")
    ]


@transaction.atomic(durable=True)
def sign(chart: Chart, episode: Episode, *, words: Mapping[str, str], key: str, at: datetime) -> None:
    """Sign the summary: from then on nobody changes it. The first says everything, a later one adds to it."""
    chart.need(Part.PLAN)
    if not once.is_first_time(key, action="sign_summary", account_id=chart.by.account_id, at=at):
        return
    first = DischargeSummary.objects.filter(episode=episode, adds_to=None).first()
    told = _checked(chart, episode, words, is_addition=first is not None)
    kept = {"facts": _plain(gather(chart, episode, at=at)), "words": told}
    try:
        with transaction.atomic():
            row = DischargeSummary.objects.create(
                episode=episode,
                words=chart.seal(json.dumps(kept)),
                signed_at=at,
                signed_by=chart.by.reader.account_id,
                signer=chart.by.name,
                adds_to=first,
            )
    except IntegrityError:
        raise CannotSign(
            gettext_noop("A colleague has just signed the summary. Read it, then add to it.")
        ) from None
    chart.note("summary", row.pk, at=at)


def _checked(
    chart: Chart, episode: Episode, words: Mapping[str, str], *, is_addition: bool
) -> dict[str, str]:
    if chart.by.role is not Role.COUNSELOR or not may_sign(episode):
        raise CannotSign(gettext_noop("A clinician signs the summary once the stay is over."))
    told = {name: words.get(name, "").strip() for name in HEADINGS if words.get(name, "").strip()}
    if not told or (not is_addition and set(told) != set(HEADINGS)):
        raise CannotSign(gettext_noop("Write under every heading. What isn't known is written as not known."))
    if any(len(text) > MOST_LETTERS for text in told.values()):
        raise CannotSign(gettext_noop("Use at most %(most)s letters."), most=MOST_LETTERS)
    return told


def _plain(facts: Facts) -> dict[str, Any]:
    return {
        "began": facts.began.isoformat() if facts.began else "",
        "ended": facts.ended.isoformat() if facts.ended else "",
        "state": facts.state,
        "came": facts.came,
        "recorded": facts.recorded,
        "minutes": facts.minutes,
        "measures": [list(one) for one in facts.measures],
        "met": list(facts.met),
        "waived": list(facts.waived),
        "levels": [[state, day.isoformat()] for state, day in facts.levels],
    }


def _opened(chart: Chart, row: DischargeSummary) -> Summary:
    kept = json.loads(chart.read(bytes(row.words), of=Part.PLAN))
    told = kept["facts"]
    facts = Facts(
        date.fromisoformat(told["began"]) if told["began"] else None,
        date.fromisoformat(told["ended"]) if told["ended"] else None,
        told["state"],
        told["came"],
        told["recorded"],
        told["minutes"],
        tuple((title, first, last) for title, first, last in told["measures"]),
        tuple(told["met"]),
        tuple(told["waived"]),
        tuple((state, date.fromisoformat(day)) for state, day in told["levels"]),
    )
    return Summary(row, facts, kept["words"])
