"""Every questionnaire, by its name: the one place that is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from stepwell.domain.instruments.instrument import Instrument, Score
from stepwell.domain.instruments.measures import (
    bam,
    drinking,
    drugs,
    feelings,
    mood,
    readiness,
    safety,
    sleep,
    strengths,
    trauma,
)
from stepwell.domain.instruments.measures.measure import Measure

_MODULES = (mood, drinking, drugs, bam, strengths, readiness, trauma, safety, sleep, feelings)


class UnknownInstrument(KeyError):
    """No questionnaire of this key is shipped."""


BY_NAME: Mapping[str, Measure] = MappingProxyType(
    {measure.name: measure for module in _MODULES for measure in module.MEASURES}
)
"""All of them, most as scorers with a slot for the program's own text."""

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType(
    {name: measure.form for name, measure in BY_NAME.items() if measure.form}
)
"""Those whose published words are shipped, so that they can be asked."""


def get(key: str) -> Instrument:
    """The questionnaire of this key, with its words.

    >>> get("gad7").maximum
    21
    """
    try:
        return INSTRUMENTS[key]
    except KeyError as error:
        raise UnknownInstrument(f"There is no questionnaire {key!r} here.") from error


@dataclass(frozen=True)
class Scoring:
    """What can be asked of the answers to one questionnaire, given in the order of its items."""

    measure: Measure
    form: Instrument

    def score(self, answers: Sequence[int | None]) -> Score[Any]:
        """The total and its band; IncompleteAnswers where a question is blank, for a blank is no zero."""
        total = self.form.total(answers)
        return Score(total, self.form.band_of(total), self.asks_about_safety(answers))

    def asks_about_safety(self, answers: Sequence[int | None]) -> bool:
        """Whether somebody talks with the person today, however much is blank or unreadable.

        >>> scoring("phq9").asks_about_safety([None] * 8 + [1])
        True
        """
        items = zip(self.measure.items.items(), answers, strict=False)
        points = {item: point for (item, offered), point in items if point in offered}
        return mood.SAFETY in self.measure.read(points).flags


def scoring(key: str) -> Scoring:
    """How the answers to the questionnaire of this key are read.

    >>> scoring("phq9").score([0] * 9).total
    0
    """
    form = get(key)
    return Scoring(BY_NAME[key], form)
