"""What the clinician decides after the suggestion: the level selected beside the one suggested."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stepwell.domain.placement.edition import Level
from stepwell.domain.placement.suggestion import Outcome, Suggestion
from stepwell.kernel.sentences import gettext_noop


class CannotDecide(ValueError):
    """The sentence says what a decision still needs. It is marked for translation."""


class Variance(Enum):
    """Why the level selected is not the one suggested. Own list, program policy awaiting a source."""

    PERSON_WISHES = "person_wishes"
    NOT_AVAILABLE = "not_available"
    CLINICAL_JUDGMENT = "clinical_judgment"
    SAFETY = "safety"
    GETTING_THERE = "getting_there"
    PAYER = "payer"
    COURT = "court"
    NOT_ALL_JUDGED = "not_all_judged"


@dataclass(frozen=True)
class Decision:
    """A level selected by a clinician. One that differs has a reason and says it in words.

    Both levels are kept with the edition (the ASAM Criteria, 4th
    edition, as publicly described: recommended, selected, and the reason for any difference). While a red
    flag is up nothing is decided: what it says comes first.
    """

    suggestion: Suggestion
    selected: Level
    variance: Variance | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if self.suggestion.outcome is Outcome.STOP:
            raise CannotDecide(
                gettext_noop("A red flag is up. Do what is said for it first, then fill in the form again.")
            )
        if self.selected not in self.suggestion.edition.levels:
            raise CannotDecide(gettext_noop("This level is not in the edition. Choose one of its levels."))
        if self.differs and (self.variance is None or not self.words.strip()):
            raise CannotDecide(
                gettext_noop("This is not the level that the findings suggest. Choose a reason, and say why.")
            )
        if not self.differs and self.variance is not None:
            raise CannotDecide(gettext_noop("This is the level suggested, so it needs no reason to differ."))

    @property
    def differs(self) -> bool:
        """The level selected is another than the one suggested, or none was suggested."""
        return self.suggestion.level != self.selected

    @property
    def is_less_intensive(self) -> bool:
        """Less than the findings ask for, as far as they are known; a second look is worth it."""
        known = self.suggestion.at_least
        edition = self.suggestion.edition
        return known is not None and edition.place_of(self.selected.id) < edition.place_of(known.id)
