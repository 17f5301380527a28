"""The steps that may come next in each state: what to do, whose it is, and when its clock runs out.

Where no source is named the time is program policy awaiting one. Deadlines in
days end at CLOSING on the clock of the site; deadlines in minutes are time
that really passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import Enum
from types import MappingProxyType

from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.episodes.needs import Mover
from stepwell.kernel.sentences import gettext_noop

CLOSING = time(17)  # program policy
POLICY = "program policy"


class Start(Enum):
    """What the clock of a step starts from, as it is said."""

    STATE = "the state began"
    REQUEST = "the person asked"
    SCREENING = "the time of the screening"
    SCREENED = "the screening took place"
    LAST_CONTACT = "the last contact or try"
    RETURN = "the date to come back"
    FIRST_DAY = "the first day"
    REVIEW = "the review is due"
    AFTERCARE = "the next contact of aftercare is due"
    YEAR_OVER = "the year after is over"
    SEAT_HELD = "the last day of the held seat"


@dataclass(frozen=True)
class Step:
    """One rule. It holds while what starts its clock is known; a step `once` holds until it is done.

    One that is `otherwise` counts only where no other of the state holds.
    """

    key: str
    words: str
    owner: Mover
    start: Start = Start.STATE
    days: int = 0
    minutes: int | None = None
    once: bool = False
    otherwise: bool = False
    source: str = POLICY


_S, _M = EpisodeState, Mover
_SAME_DAY = "program policy, after the 240 minutes to a screening time that a peer program promises"
_INTERIM = "45 CFR 96.126(b)(2) and 96.131: interim help within 48 hours of asking"
_PLAN = "DC 22-A6329: within 7 calendar days; payers set less"
_MONTH = "program policy, after the 30 days that Nebraska asks for"
_WEEK = "program policy: an appointment within 7 days"

_SCREENING = gettext_noop("Offer the next free screening time.")
_RETURN = gettext_noop("Agree on a date to come back.")
_REVIEW = gettext_noop("Review the plan together.")
_WAITING = gettext_noop("Call and ask how it goes.")
_AGAIN = gettext_noop("Try again, another way.")
_AFTERCARE = gettext_noop("Call as agreed for aftercare.")
_END_YEAR = gettext_noop("Ask how to stay in touch, and end the year.")

_SIGN_PLAN = Step(
    "sign_plan",
    gettext_noop("Sign the treatment plan together."),
    _M.COUNSELOR,
    days=7,
    once=True,
    source=_PLAN,
)
_REVIEW_DUE = Step("review", _REVIEW, _M.COUNSELOR, Start.REVIEW)
_IN_CARE = (
    _SIGN_PLAN,
    _REVIEW_DUE,
    Step("review", _REVIEW, _M.COUNSELOR, days=30, otherwise=True, source=_MONTH),
)

STEPS: Mapping[EpisodeState, tuple[Step, ...]] = MappingProxyType(
    {
        _S.ENQUIRY: (
            Step("offer_screening", _SCREENING, _M.INTAKE, minutes=240, otherwise=True, source=_SAME_DAY),
        ),
        _S.SCREENING: (
            Step(
                "decide_level",
                gettext_noop("Decide on the level of care."),
                _M.COUNSELOR,
                Start.SCREENED,
                1,
                once=True,
            ),
            Step(
                "refer_warmly",
                gettext_noop("Call the place that fits, together with the person."),
                _M.INTAKE,
                Start.SCREENED,
                1,
            ),
            Step("screen", gettext_noop("Screen at the time agreed."), _M.INTAKE, Start.SCREENING, minutes=0),
            Step("offer_screening", _SCREENING, _M.INTAKE, minutes=240, otherwise=True, source=_SAME_DAY),
        ),
        _S.REFERRED: (
            Step(
                "ask_arrival", gettext_noop("Ask whether the person arrived."), _M.INTAKE, days=2, once=True
            ),
            Step("call_back", gettext_noop("Call about coming back."), _M.INTAKE, Start.RETURN),
            Step("agree_return", _RETURN, _M.INTAKE, days=3, otherwise=True),
        ),
        _S.WAITING: (
            Step(
                "interim_help",
                gettext_noop("Begin with what helps while waiting."),
                _M.INTAKE,
                Start.REQUEST,
                minutes=48 * 60,
                once=True,
                source=_INTERIM,
            ),
            Step("waiting_call", _WAITING, _M.INTAKE, Start.LAST_CONTACT, days=7),
            Step("waiting_call", _WAITING, _M.INTAKE, days=7, otherwise=True),
        ),
        _S.PENDING: (
            Step("admit", gettext_noop("Admit on the first day."), _M.INTAKE, Start.FIRST_DAY),
            Step("agree_start", gettext_noop("Agree on the first day."), _M.INTAKE, days=1, otherwise=True),
        ),
        _S.ADMITTED: (
            _SIGN_PLAN,
            _REVIEW_DUE,
            Step(
                "begin",
                gettext_noop("Begin treatment, and ask how it is."),
                _M.COUNSELOR,
                days=7,
                otherwise=True,
            ),
        ),
        _S.ACTIVE: _IN_CARE,
        _S.STEP_UP: _IN_CARE,
        _S.STEP_DOWN: _IN_CARE,
        _S.HOLD: (
            Step("welcome_back", gettext_noop("Welcome the person back."), _M.COUNSELOR, Start.RETURN),
            Step("agree_return", _RETURN, _M.COUNSELOR, days=1, otherwise=True),
        ),
        _S.LAPSED: (
            Step("reach_out", gettext_noop("Try to reach the person."), _M.COUNSELOR, days=1, once=True),
            Step("reach_out_again", _AGAIN, _M.COUNSELOR, Start.LAST_CONTACT, days=3),
            Step("reach_out_again", _AGAIN, _M.COUNSELOR, days=3, otherwise=True),
        ),
        _S.LEFT: (
            Step("way_back", gettext_noop("Offer the way back."), _M.COUNSELOR, days=1, once=True),
            Step("held_seat", gettext_noop("Ask once more, then free the seat."), _M.INTAKE, Start.SEAT_HELD),
        ),
        _S.DISCHARGED: (
            Step(
                "follow_up",
                gettext_noop("Ask whether the first visit elsewhere took place."),
                _M.COUNSELOR,
                days=7,
                once=True,
                source=_WEEK,
            ),
        ),
        _S.GRADUATED: (
            Step(
                "begin_aftercare",
                gettext_noop("Make the first contact of aftercare."),
                _M.COUNSELOR,
                days=7,
                otherwise=True,
                source=_WEEK,
            ),
        ),
        _S.CONTINUING_CARE: (
            Step("contact", _AFTERCARE, _M.COUNSELOR, Start.AFTERCARE),
            Step("end_year", _END_YEAR, _M.COUNSELOR, Start.YEAR_OVER, days=7),
            Step("contact", _AFTERCARE, _M.COUNSELOR, days=7, otherwise=True),
        ),
        _S.DECLINED: (),
        _S.LOST: (),
        _S.ADMINISTRATIVE: (),
        _S.ALUMNI: (),
        _S.COMPLETED: (),
        _S.ENDED: (),
    }
)
"""For each state the steps that may come next: the earliest that holds, and in care there is always one."""
