"""The states of an episode, from the first call to the years after, and the moves between them.

Source: program policy; issue of the way through. A move is made
by people; nothing here moves by a date, and "graduated" is never reached by a
calendar. A leave or a lapse is never an ending by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from stepwell.domain.episodes.needs import Mover, Need
from stepwell.kernel.decisions import Permit, Refuse


class EpisodeState(Enum):
    """Where an episode stands. The values are stored and never change."""

    ENQUIRY = "enquiry"
    """Somebody asked, for themselves or for another."""
    SCREENING = "screening"
    """A time for the screening is agreed, or it is under way."""
    REFERRED = "referred"
    """In good hands elsewhere, with a date to come back."""
    WAITING = "waiting"
    PENDING = "pending"
    """A seat is theirs; the first day is to come."""
    DECLINED = "declined"
    """The person chose otherwise, or the program can't help."""
    LOST = "lost"
    """Not reached any more before a first day."""
    ADMITTED = "admitted"
    ACTIVE = "active"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    HOLD = "hold"
    """A leave, medical or other, with a date to come back."""
    LAPSED = "lapsed"
    """Out of touch. Somebody looks for them; nothing has ended."""
    LEFT = "left"
    """Left, also against advice."""
    ADMINISTRATIVE = "administrative"
    DISCHARGED = "discharged"
    """Ended together, for care elsewhere or because the goals changed."""
    GRADUATED = "graduated"
    CONTINUING_CARE = "continuing_care"
    ALUMNI = "alumni"
    COMPLETED = "completed"
    """The year after is over, and nothing more was agreed."""
    ENDED = "ended"
    """Only in records brought along from elsewhere: over, and how it ended was not recorded."""


_S = EpisodeState

BEFORE_A_SEAT = frozenset({_S.ENQUIRY, _S.SCREENING, _S.REFERRED, _S.WAITING})
"""On the way in, with no seat yet."""

IN_TREATMENT = frozenset({_S.ADMITTED, _S.ACTIVE, _S.STEP_UP, _S.STEP_DOWN})
"""States in which sessions are planned and hours are owed."""

OPEN = BEFORE_A_SEAT | {_S.PENDING} | IN_TREATMENT | {_S.HOLD, _S.LAPSED}
"""The episode is still somebody's work; a person has at most one such."""

CARED_FOR = OPEN | {_S.GRADUATED, _S.CONTINUING_CARE}
"""Nobody in these is ever without a next step, a date and a person who owns it."""


@dataclass(frozen=True)
class Transition:
    """One thing that may happen to an episode: from which states, to which, by whom, and what it needs."""

    name: str
    before: frozenset[EpisodeState]
    after: EpisodeState
    by: frozenset[Mover]
    needs: tuple[Need, ...] = ()


_CLINICAL = frozenset({Mover.COUNSELOR, Mover.MANAGER})
_DESK = _CLINICAL | {Mover.INTAKE}
_ANYBODY = _DESK | {Mover.PERSON}
_N = Need
_UNDER_WAY = IN_TREATMENT | {_S.HOLD, _S.LAPSED}
_STEPPING = IN_TREATMENT - {_S.ADMITTED} | {_S.HOLD, _S.LAPSED}
_STEP_NEEDS = (_N.REASON, _N.WISH_HEARD, _N.SECOND_CLINICIAN)


def _from(*states: EpisodeState) -> frozenset[EpisodeState]:
    return frozenset(states)


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "book screening",
        _from(_S.ENQUIRY, _S.REFERRED, _S.WAITING),
        _S.SCREENING,
        _ANYBODY,
        (_N.SCREENING_TIME,),
    ),
    Transition(
        "refer warmly",
        _from(_S.ENQUIRY, _S.SCREENING, _S.WAITING, _S.PENDING),
        _S.REFERRED,
        _DESK,
        (_N.REASON, _N.RECEIVING_PLACE, _N.RETURN_DATE),
    ),
    Transition(
        "put on the waiting list",
        _from(_S.SCREENING, _S.REFERRED, _S.PENDING),
        _S.WAITING,
        _DESK,
        (_N.LEVEL_SIGNED,),
    ),
    Transition(
        "give a seat",
        _from(_S.SCREENING, _S.REFERRED, _S.WAITING),
        _S.PENDING,
        _DESK,
        (_N.LEVEL_SIGNED, _N.SEAT),
    ),
    Transition("decline", BEFORE_A_SEAT, _S.DECLINED, _ANYBODY, (_N.REASON,)),
    Transition("give up looking", BEFORE_A_SEAT, _S.LOST, _DESK, (_N.TRIED_TO_REACH,)),
    Transition("admit", _from(_S.PENDING), _S.ADMITTED, _DESK, (_N.CHECKLIST,)),
    Transition("begin treatment", _from(_S.ADMITTED), _S.ACTIVE, _CLINICAL),
    Transition("step up", _STEPPING - {_S.STEP_UP} | {_S.ADMITTED}, _S.STEP_UP, _CLINICAL, _STEP_NEEDS),
    Transition("step down", _STEPPING - {_S.STEP_DOWN}, _S.STEP_DOWN, _CLINICAL, _STEP_NEEDS),
    Transition("step back", _from(_S.STEP_UP, _S.STEP_DOWN), _S.ACTIVE, _CLINICAL, _STEP_NEEDS),
    Transition("go on leave", IN_TREATMENT | {_S.LAPSED}, _S.HOLD, _CLINICAL, (_N.REASON, _N.RETURN_DATE)),
    Transition("lose touch", IN_TREATMENT | {_S.HOLD}, _S.LAPSED, _CLINICAL, (_N.TRIED_TO_REACH,)),
    Transition("come back", _from(_S.HOLD, _S.LAPSED), _S.ACTIVE, _ANYBODY),
    Transition("leave", _UNDER_WAY | {_S.PENDING}, _S.LEFT, _ANYBODY, (_N.WAY_BACK_TOLD,)),
    Transition("discharge", _UNDER_WAY, _S.DISCHARGED, _CLINICAL, (_N.REASON, _N.CARE_ELSEWHERE)),
    Transition(
        "end by the program",
        _UNDER_WAY | {_S.PENDING},
        _S.ADMINISTRATIVE,
        frozenset({Mover.MANAGER}),
        (_N.REASON, _N.CARE_ELSEWHERE, _N.WAY_BACK_TOLD),
    ),
    Transition(
        "graduate", IN_TREATMENT - {_S.ADMITTED}, _S.GRADUATED, _CLINICAL, (_N.CRITERIA, _N.WISH_HEARD)
    ),
    Transition("begin aftercare", _from(_S.GRADUATED, _S.DISCHARGED), _S.CONTINUING_CARE, _CLINICAL),
    Transition("join the alumni", _from(_S.CONTINUING_CARE), _S.ALUMNI, _ANYBODY, (_N.AGREEMENT,)),
    Transition("end the year after", _from(_S.CONTINUING_CARE), _S.COMPLETED, _CLINICAL, (_N.YEAR_OVER,)),
)
"""Everything that may happen. The picture in docs/rules/episodes.md is made from it."""

MOVES: Mapping[EpisodeState, frozenset[EpisodeState]] = MappingProxyType(
    {state: frozenset(each.after for each in TRANSITIONS if state in each.before) for state in _S}
)
"""From each state, the states that may follow."""


def may_move(before: EpisodeState, after: EpisodeState) -> Permit | Refuse:
    """Permit a move that the course of care knows.

    >>> may_move(EpisodeState.HOLD, EpisodeState.ACTIVE)
    Permit(because='an episode that is hold may become active')

    Nobody comes back into an episode that has ended; the same person starts
    another one, so that each stay keeps its own beginning and end:

    >>> may_move(EpisodeState.LEFT, EpisodeState.ACTIVE).because
    'this episode has ended as left; coming back starts a new episode'
    """
    was, becomes = in_words(before), in_words(after)
    if before is after:
        return Refuse(f"this episode is {was} already")
    if after in MOVES[before]:
        return Permit(f"an episode that is {was} may become {becomes}")
    if not MOVES[before] or (before not in OPEN and after in OPEN):
        how = "" if before is _S.ENDED else f" as {was}"
        return Refuse(f"this episode has ended{how}; coming back starts a new episode")
    return Refuse(f"an episode that is {was} does not become {becomes}")


def transition(before: EpisodeState, after: EpisodeState) -> Transition | None:
    """What happens between two states, or None when nothing may."""
    found = (each for each in TRANSITIONS if before in each.before and each.after is after)
    return next(found, None)


def may_take(
    before: EpisodeState, after: EpisodeState, *, by: Mover, has: Collection[Need]
) -> Permit | Refuse:
    """Permit a move by somebody who may make it, once everything it needs is there.

    >>> may_take(EpisodeState.ACTIVE, EpisodeState.HOLD, by=Mover.COUNSELOR, has={Need.REASON}).because
    'go on leave needs a date to come back'
    """
    known = may_move(before, after)
    step = transition(before, after)
    if isinstance(known, Refuse) or step is None:
        return known
    if by not in step.by:
        allowed = " or ".join(each.value for each in Mover if each in step.by)
        return Refuse(f"{step.name} is for {allowed}, not for {by.value}")
    lacking = [each.value for each in step.needs if each not in has]
    if lacking:
        return Refuse(f"{step.name} needs {', '.join(lacking)}")
    return known


def in_words(state: EpisodeState) -> str:
    """The state as it is said in a sentence."""
    return state.value.replace("_", " ")
