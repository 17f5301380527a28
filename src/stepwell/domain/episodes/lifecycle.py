"""The states of an episode of care and the moves between them.

Source: the life cycle of docs/rules/episodes.md. A state ends when the next begins;
coming back after an end is a new episode of the same person.
"""

from __future__ import annotations

from enum import Enum

from stepwell.kernel.decisions import Permit, Refuse


class State(Enum):
    """Where an episode stands."""

    PENDING = "pending"
    ADMITTED = "admitted"
    ACTIVE = "active"
    STEPPED_UP = "stepped_up"
    STEPPED_DOWN = "stepped_down"
    ON_HOLD = "on_hold"
    LEFT = "left"
    ADMINISTRATIVE = "administrative"
    GRADUATED = "graduated"
    CONTINUING_CARE = "continuing_care"


_ENDINGS = frozenset({State.LEFT, State.ADMINISTRATIVE})
_MOVES: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.ADMITTED}) | _ENDINGS,
    State.ADMITTED: frozenset({State.ACTIVE, State.ON_HOLD}) | _ENDINGS,
    State.ACTIVE: frozenset({State.STEPPED_UP, State.STEPPED_DOWN, State.ON_HOLD, State.GRADUATED}) | _ENDINGS,
    State.STEPPED_UP: frozenset({State.ACTIVE, State.ON_HOLD}) | _ENDINGS,
    State.STEPPED_DOWN: frozenset({State.ACTIVE, State.ON_HOLD, State.GRADUATED}) | _ENDINGS,
    State.ON_HOLD: frozenset({State.ACTIVE}) | _ENDINGS,
    State.GRADUATED: frozenset({State.CONTINUING_CARE}),
    State.LEFT: frozenset(),
    State.ADMINISTRATIVE: frozenset(),
    State.CONTINUING_CARE: frozenset(),
}

OPEN = frozenset(
    {State.PENDING, State.ADMITTED, State.ACTIVE, State.STEPPED_UP, State.STEPPED_DOWN, State.ON_HOLD}
)
"""States in which the episode is somebody's daily work."""


def may_move(here: State, there: State) -> Permit | Refuse:
    """Whether an episode may go from one state to another."""
    if there in _MOVES[here]:
        return Permit(f"{here.value} may become {there.value}")
    if not _MOVES[here]:
        return Refuse(f"an episode that is {here.value} has ended; coming back is a new episode")
    return Refuse(f"{here.value} doesn't become {there.value}")
