"""What the evidence of a review points to: a prompt for two clinicians, never a decision.

Source: program policy (evidence bundle; recommended beside selected). Which
evidence points where is program policy awaiting a source; the first that holds is told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from stepwell.domain.reviews.due import Trigger
from stepwell.domain.reviews.outcome import Outcome
from stepwell.kernel.sentences import Sentence, gettext_noop

ENOUGH = 0.8
"""Came to so much of what was planned: program policy."""
TOO_LITTLE = 0.5


@dataclass(frozen=True)
class Found:
    """What the evidence says, in short."""

    triggers: Collection[Trigger] = ()
    came_share: float | None = None
    """Of the planned minutes; None where none were planned."""
    is_worse: bool = False
    """Some instrument is reliably worse than at the beginning."""
    is_better: bool = False
    objectives_open: int = 0
    objectives_met: int = 0
    gaps: int = 0


@dataclass(frozen=True)
class Suggestion:
    """An end of the review, and the sentence of why."""

    outcome: Outcome
    because: Sentence


_UP = gettext_noop("Safety, a return to use or reliably worse answers: talk about more support.")
_DOWN = gettext_noop(
    "Every objective is met, and the person came and is reliably better: fewer hours may do."
)
_CHANGE = gettext_noop("The plan has gaps, or the person came to less than half: change the plan.")
_ON = gettext_noop("Nothing asks for a change.")


def suggest(found: Found) -> Suggestion:
    """The end that the evidence points to, with its reason.

    >>> suggest(Found(triggers={Trigger.SAFETY}, came_share=0.9)).outcome.value
    'step_up'
    >>> suggest(Found(came_share=0.9, is_better=True, objectives_met=3)).outcome.value
    'step_down'
    """
    share = found.came_share
    if found.is_worse or {Trigger.SAFETY, Trigger.LAPSE} & set(found.triggers):
        return Suggestion(Outcome.STEP_UP, Sentence(_UP))
    all_met = found.objectives_met > 0 and not found.objectives_open
    if all_met and found.is_better and share is not None and share >= ENOUGH:
        return Suggestion(Outcome.STEP_DOWN, Sentence(_DOWN))
    if found.gaps or (share is not None and share < TOO_LITTLE):
        return Suggestion(Outcome.CHANGE, Sentence(_CHANGE))
    return Suggestion(Outcome.CONTINUE, Sentence(_ON))
