"""The questionnaires that are shipped, by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from stepwell.domain.instruments import gad7, phq9
from stepwell.domain.instruments.change import Change
from stepwell.domain.instruments.instrument import Instrument, Score


class UnknownInstrument(KeyError):
    """No questionnaire of this key is shipped."""


@dataclass(frozen=True)
class Scoring:
    """What can be asked of the answers to one questionnaire."""

    score: Callable[[Sequence[int | None]], Score[Any]]
    asks_about_safety: Callable[[Sequence[int | None]], bool]
    change: Callable[[int, int], Change]


INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType(
    {instrument.key: instrument for instrument in (phq9.PHQ9, gad7.GAD7)}
)

_SCORINGS: Mapping[str, Scoring] = MappingProxyType(
    {
        phq9.PHQ9.key: Scoring(phq9.score, phq9.asks_about_safety, phq9.change),
        gad7.GAD7.key: Scoring(gad7.score, gad7.asks_about_safety, gad7.change),
    }
)


def get(key: str) -> Instrument:
    """The questionnaire of this key.

    >>> get("gad7").maximum
    21
    """
    try:
        return INSTRUMENTS[key]
    except KeyError as error:
        raise UnknownInstrument(f"There is no questionnaire {key!r} here.") from error


def scoring(key: str) -> Scoring:
    """How the answers to the questionnaire of this key are read.

    >>> scoring("phq9").score([0] * 9).total
    0
    """
    return _SCORINGS[get(key).key]
