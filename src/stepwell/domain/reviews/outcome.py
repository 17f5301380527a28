"""How a review ends: five ways, each with a reason, and what each of them needs besides.

Source: program policy. Step rules are prompts, not automation: two
clinicians decide, with what the person wants written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from stepwell.kernel.sentences import gettext_noop


class Outcome(Enum):
    """How a review ends; the values are stored."""

    CONTINUE = "continue"
    CHANGE = "change"
    """The plan is amended; the level stays."""
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    DISCHARGE = "discharge"

    @property
    def moves_level(self) -> bool:
        """It begins a segment of another level, so a second clinician agrees to it."""
        return self in {Outcome.STEP_UP, Outcome.STEP_DOWN}

    @property
    def needs_second(self) -> bool:
        """One clinician alone can't decide it."""
        return self.moves_level


REASONS: Mapping[Outcome, Mapping[str, str]] = MappingProxyType(
    {
        Outcome.CONTINUE: {
            "on_course": gettext_noop("On course: the plan helps"),
            "more_time": gettext_noop("More time is needed for what is planned"),
            "stable": gettext_noop("Stable, and the level still fits"),
        },
        Outcome.CHANGE: {
            "new_problem": gettext_noop("Something new is in the way"),
            "does_not_help": gettext_noop("What is done does not help enough"),
            "goal_changed": gettext_noop("The person wants something else now"),
            "objective_met": gettext_noop("An objective is met, and another follows"),
        },
        Outcome.STEP_UP: {
            "worse": gettext_noop("It got worse in spite of the plan"),
            "return_to_use": gettext_noop("A return to use that this level can't hold"),
            "safety": gettext_noop("Safety asks for more"),
            "medical": gettext_noop("A medical need asks for more"),
        },
        Outcome.STEP_DOWN: {
            "goals_met": gettext_noop("The objectives of this level are met"),
            "steady": gettext_noop("Steady for long enough"),
            "life_asks": gettext_noop("Work, school or family ask for fewer hours, and it is safe"),
        },
        Outcome.DISCHARGE: {
            "care_elsewhere": gettext_noop("Care goes on elsewhere"),
            "own_wish": gettext_noop("The person wants to end, and it was talked over"),
            "moved": gettext_noop("The person moves away"),
            "other_need": gettext_noop("Another kind of help fits better"),
        },
    }
)
"""Coded reasons for each end."""


def is_reason(outcome: Outcome, code: str) -> bool:
    """The reason is one for this end.

    >>> is_reason(Outcome.STEP_DOWN, "goals_met"), is_reason(Outcome.STEP_UP, "goals_met")
    (True, False)
    """
    return code in REASONS[outcome]
