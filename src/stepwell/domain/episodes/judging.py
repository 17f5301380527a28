"""How each criterion of graduation may be answered, and which answers meet it.

A criterion that only a plan or a booked visit can meet has no answer of its own:
what is there decides. A waiver is an answer to any criterion that may be waived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from stepwell.domain.episodes.graduation import Criterion, Readiness, Waiver, has_early_visit, readiness
from stepwell.kernel.sentences import gettext_noop

PLAN = "continuing_plan"
VISIT = "early_visit"
WAIVED = "waived"
BOOKED = "booked"


@dataclass(frozen=True)
class Answer:
    """One way to answer a criterion, in words, and whether it is met by it."""

    code: str
    words: str
    meets: bool


USUAL_ANSWERS = (
    Answer("met", gettext_noop("Yes"), True),
    Answer("not_yet", gettext_noop("Not yet"), False),
)
ANSWERS: Mapping[str, tuple[Answer, ...]] = MappingProxyType(
    {
        "goals": (
            Answer("met", gettext_noop("Met"), True),
            Answer("taken_along", gettext_noop("Taken along into the plan for afterwards"), True),
            Answer("not_yet", gettext_noop("Not yet"), False),
        ),
        "prevention_practiced": (
            Answer("met", gettext_noop("Practiced together"), True),
            Answer("not_yet", gettext_noop("Not yet"), False),
        ),
        "medication": (
            Answer("goes_on", gettext_noop("Goes on, with who prescribes it"), True),
            Answer("none", gettext_noop("There is none"), True),
            Answer("gap", gettext_noop("Not arranged yet"), False),
        ),
        "naloxone": (
            Answer("given", gettext_noop("Given"), True),
            Answer("declined", gettext_noop("Offered and declined"), True),
            Answer("not_yet", gettext_noop("Not offered yet"), False),
        ),
        PLAN: (),
        VISIT: (Answer(BOOKED, gettext_noop("A visit is booked"), True),),
    }
)
"""Of the usual criteria; what a program asks for in its own words is answered yes or not yet."""


@dataclass(frozen=True)
class Finding:
    """The latest answer to a criterion; `on` is the day of the visit, and `words` why it was waived."""

    key: str
    code: str
    on: date | None = None
    words: str = ""


def answers_of(key: str) -> tuple[Answer, ...]:
    """How a criterion may be answered.

    >>> [answer.code for answer in answers_of("naloxone")], [each.code for each in answers_of("own_thing")]
    (['given', 'declined', 'not_yet'], ['met', 'not_yet'])
    """
    return ANSWERS.get(key, USUAL_ANSWERS)


def judge(
    criteria: Iterable[Criterion], findings: Iterable[Finding], *, has_plan: bool, graduates_on: date
) -> Readiness:
    """What is met, waived and still missing for a graduation on this day.

    >>> from datetime import date
    >>> asked = (Criterion("early_visit", "A visit is booked"), Criterion("naloxone", "Naloxone"))
    >>> found = [Finding("early_visit", "booked", on=date(2028, 3, 3)), Finding("naloxone", "declined")]
    >>> judge(asked, found, has_plan=False, graduates_on=date(2028, 2, 25)).is_ready
    True
    >>> [each.key for each in judge(asked, found, has_plan=False, graduates_on=date(2028, 2, 24)).unmet]
    ['early_visit']
    """
    asked = tuple(criteria)
    latest = {each.key: each for each in findings}
    judged = {
        each.key: _is_met(each.key, latest.get(each.key), has_plan=has_plan, graduates_on=graduates_on)
        for each in asked
    }
    waivers = [Waiver(each.key, each.words) for each in latest.values() if each.code == WAIVED]
    return readiness(asked, judged=judged, waivers=waivers)


def _is_met(key: str, found: Finding | None, *, has_plan: bool, graduates_on: date) -> bool:
    if key == PLAN:
        return has_plan
    if found is None:
        return False
    if key == VISIT:
        return found.code == BOOKED and found.on is not None and has_early_visit(graduates_on, [found.on])
    return any(answer.meets for answer in answers_of(key) if answer.code == found.code)
