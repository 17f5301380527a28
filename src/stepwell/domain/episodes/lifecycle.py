"""The states of an episode and the moves between them.

Source: domain reference, section 11. A move is made by clinicians; nothing
here moves by a date, and "graduated" is never reached by a calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from stepwell.kernel.decisions import Permit, Refuse


class EpisodeState(Enum):
    """Where an episode stands."""

    PENDING = "pending"
    ADMITTED = "admitted"
    ACTIVE = "active"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    HOLD = "hold"
    LEFT = "left"
    ADMINISTRATIVE = "administrative"
    GRADUATED = "graduated"
    CONTINUING_CARE = "continuing_care"
    ENDED = "ended"
    """Only in records brought along from elsewhere: over, and how it ended was not recorded."""


_S = EpisodeState
_ENDS = frozenset({_S.LEFT, _S.ADMINISTRATIVE})

MOVES: Mapping[EpisodeState, frozenset[EpisodeState]] = MappingProxyType(
    {
        _S.PENDING: _ENDS | {_S.ADMITTED},
        _S.ADMITTED: _ENDS | {_S.ACTIVE, _S.STEP_UP, _S.HOLD},
        _S.ACTIVE: _ENDS | {_S.STEP_UP, _S.STEP_DOWN, _S.HOLD, _S.GRADUATED},
        _S.STEP_UP: _ENDS | {_S.ACTIVE, _S.STEP_DOWN, _S.HOLD, _S.GRADUATED},
        _S.STEP_DOWN: _ENDS | {_S.ACTIVE, _S.STEP_UP, _S.HOLD, _S.GRADUATED},
        _S.HOLD: _ENDS | {_S.ACTIVE, _S.STEP_UP, _S.STEP_DOWN},
        _S.GRADUATED: frozenset({_S.CONTINUING_CARE}),
        _S.CONTINUING_CARE: frozenset(),
        _S.ENDED: frozenset(),
        _S.LEFT: frozenset(),
        _S.ADMINISTRATIVE: frozenset(),
    }
)
"""From each state, the states that may follow."""

IN_TREATMENT = frozenset({_S.ADMITTED, _S.ACTIVE, _S.STEP_UP, _S.STEP_DOWN})
"""States in which sessions are planned and hours are owed."""


def may_move(before: EpisodeState, after: EpisodeState) -> Permit | Refuse:
    """Permit a move that the course of care knows.

    >>> may_move(EpisodeState.HOLD, EpisodeState.ACTIVE)
    Permit(because='an episode that is hold may become active')

    Nobody comes back into an episode that has ended; the same person starts
    another one, so that each stay keeps its own beginning and end:

    >>> may_move(EpisodeState.LEFT, EpisodeState.ACTIVE).because
    'this episode has ended as left; coming back starts a new episode'
    """
    was, becomes = _words(before), _words(after)
    if before is after:
        return Refuse(f"this episode is {was} already")
    if after in MOVES[before]:
        return Permit(f"an episode that is {was} may become {becomes}")
    if not MOVES[before]:
        how = "" if before is _S.ENDED else f" as {was}"
        return Refuse(f"this episode has ended{how}; coming back starts a new episode")
    return Refuse(f"an episode that is {was} does not become {becomes}")


def _words(state: EpisodeState) -> str:
    return state.value.replace("_", " ")
