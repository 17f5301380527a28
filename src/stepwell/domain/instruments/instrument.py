"""What a questionnaire is, and what its answers add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from stepwell.domain.instruments.change import Change, between

B = TypeVar("B", bound=Enum)


class IncompleteAnswers(ValueError):
    """An unanswered question is not a zero, so no sum is given."""


class NotAnAnswer(ValueError):
    """The value is none of the options the question offers, or there are more answers than questions."""


@dataclass(frozen=True)
class Option:
    """One answer a person may choose: what it counts, its published words, its LOINC answer code."""

    value: int
    text: str
    loinc: str = ""


@dataclass(frozen=True)
class Item:
    """One question in its published words; `options` only where they differ from the instrument's."""

    key: str
    loinc: str
    text: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class BandRange(Generic[B]):
    """The totals, both ends included, that a band's name stands for."""

    lowest: int
    highest: int
    band: B


@dataclass(frozen=True)
class Score(Generic[B]):
    """A total of complete answers, and its band. A band is not a diagnosis."""

    total: int
    band: B
    asks_about_safety: bool


@dataclass(frozen=True)
class Instrument:
    """A questionnaire as published, with the numbers needed to read its totals.

    `unscored` are questions shown after the items that never enter the total.
    `languages` names only languages whose published wording is shipped.
    On both instruments shipped so far a higher total means more symptoms.
    """

    key: str
    title: str
    stem: str
    items: tuple[Item, ...]
    options: tuple[Option, ...]
    minimum: int
    maximum: int
    reference_period: str
    credit: str
    loinc_panel: str
    loinc_total: str
    bands: tuple[BandRange[Any], ...]
    cutoff: int
    reliable_change: int
    unscored: tuple[Item, ...] = ()
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        totals = [total for band in self.bands for total in range(band.lowest, band.highest + 1)]
        if totals != list(range(self.minimum, self.maximum + 1)):
            raise ValueError(f"The bands of {self.key} must hold every total once, in order.")

    def options_of(self, item: Item) -> tuple[Option, ...]:
        """The answers to offer with this question."""
        return item.options or self.options

    def total(self, answers: Sequence[int | None]) -> int:
        """The sum of complete answers, in the order of the items."""
        if len(answers) > len(self.items):
            raise NotAnAnswer(f"{self.title} has {len(self.items)} questions; {len(answers)} were answered.")
        complete = [answer for answer in answers if answer is not None]
        for answer in complete:
            if answer not in {option.value for option in self.options}:
                raise NotAnAnswer(f"{answer} is not an answer that {self.title} offers.")
        if missing := len(self.items) - len(complete):
            raise IncompleteAnswers(
                f"{missing} of {len(self.items)} questions of {self.title} are not answered."
            )
        return sum(complete)

    def band_of(self, total: int) -> Any:
        """The band this total falls in."""
        for band in self.bands:
            if band.lowest <= total <= band.highest:
                return band.band
        raise ValueError(f"{self.title} totals go from {self.minimum} to {self.maximum}, not {total}.")

    def change(self, before: int, after: int) -> Change:
        """What became of a total, told with the instrument's measurement error."""
        return between(before, after, reliable=self.reliable_change, cutoff=self.cutoff)
