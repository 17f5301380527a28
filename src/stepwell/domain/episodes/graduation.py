"""What a program asks for before somebody graduates, and what of it is not met yet.

The list is the program's own data. Program policy. A date never
meets a criterion, and what nobody judged is not met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.kernel.sentences import gettext_noop

EARLY_VISIT_DAYS = 7
"""Domain reference 11: appointments within 7 days, after the idea of HEDIS follow-up measures."""


class NoReason(ValueError):
    """A criterion is waived with a reason in words, or not at all."""


@dataclass(frozen=True)
class Criterion:
    """One thing a program asks for. One that can't be waived has to be met."""

    key: str
    title: str
    may_be_waived: bool = True


USUAL = (
    Criterion("goals", gettext_noop("The goals of the plan are met, or taken along")),
    Criterion("continuing_plan", gettext_noop("A plan for continuing care is in place"), may_be_waived=False),
    Criterion("prevention_practiced", gettext_noop("The plan against a return to use has been practiced")),
    Criterion("early_visit", gettext_noop("A visit after the program is booked within 7 days")),
    Criterion("medication", gettext_noop("Medication goes on without a gap, or there is none")),
    Criterion("naloxone", gettext_noop("Naloxone was given, or offered and declined")),
)
"""The list that ships, for a program to change."""


@dataclass(frozen=True)
class Waiver:
    """One criterion let go for one person, and why."""

    key: str
    words: str

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise NoReason(f"{self.key} is waived without a reason.")


@dataclass(frozen=True)
class Readiness:
    """What is met, what was waived, and what is still to do."""

    met: tuple[Criterion, ...]
    waived: tuple[Criterion, ...]
    unmet: tuple[Criterion, ...]

    @property
    def is_ready(self) -> bool:
        """Nothing is left; clinicians and the person may graduate."""
        return not self.unmet


def readiness(
    criteria: Sequence[Criterion], *, judged: Mapping[str, bool], waivers: Iterable[Waiver] = ()
) -> Readiness:
    """Each criterion as met, waived or unmet; what nobody judged is unmet.

    >>> only = (Criterion("goals", "Goals met"), Criterion("naloxone", "Naloxone given"))
    >>> [each.title for each in readiness(only, judged={"goals": True}).unmet]
    ['Naloxone given']
    """
    let_go = {each.key for each in waivers}
    met = tuple(each for each in criteria if judged.get(each.key, False))
    waived = tuple(each for each in criteria if each not in met and each.may_be_waived and each.key in let_go)
    return Readiness(met, waived, tuple(each for each in criteria if each not in (*met, *waived)))


def has_early_visit(graduates_on: date, visits: Iterable[date]) -> bool:
    """A visit is booked for the day of graduation or one of the seven after it.

    >>> has_early_visit(date(2028, 2, 25), [date(2028, 3, 3)])
    True
    >>> has_early_visit(date(2027, 2, 25), [date(2027, 3, 5)])
    False
    """
    last = graduates_on + timedelta(days=EARLY_VISIT_DAYS)
    return any(graduates_on <= visit <= last for visit in visits)
