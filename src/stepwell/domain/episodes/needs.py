"""Who may move an episode, and what has to be there before it moves."""

from __future__ import annotations

from enum import Enum


class Mover(Enum):
    """Who makes a move. PERSON is the participant, or who asks for one."""

    PERSON = "person"
    INTAKE = "intake"
    COUNSELOR = "counselor"
    MANAGER = "manager"


class Need(Enum):
    """What a move waits for, as it is named in a refusal."""

    SCREENING_TIME = "a time for the screening"
    RECEIVING_PLACE = "a place that takes over, called together with the person"
    RETURN_DATE = "a date to come back"
    LEVEL_SIGNED = "a level of care decided and signed"
    SEAT = "a seat"
    TRIED_TO_REACH = "as many tries to reach the person as the program asks for"
    CHECKLIST = "what the program's checklist says must come first"
    REASON = "a reason"
    WISH_HEARD = "what the person wants, written down"
    SECOND_CLINICIAN = "a second clinician who agrees"
    """Step rules are prompts, not automation: two decide, with the person. Program policy."""
    WAY_BACK_TOLD = "the way back told to the person"
    CARE_ELSEWHERE = "care named for afterwards"
    CRITERIA = "the criteria of graduation, met or waived with a reason"
    AGREEMENT = "the person's own agreement"
    YEAR_OVER = "the year after to be over"
