"""The nodes of the golden thread, from a finding to what is done about it.

Source: program policy, the chain that payers ask for with H0015: assessment finding, problem, goal in
the person's own words, measurable objective with a target date, intervention (type, frequency, who).
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct


class Source(Enum):
    """Where a finding comes from; the values are stored."""

    SCREENING = "screening"
    MEASURE = "measure"
    CHECK_INS = "check_ins"
    TESTS = "tests"
    TOLD = "told"
    """The person told it, or somebody whom they let tell it."""


class MeasuredBy(Enum):
    """How one sees whether an objective is reached; the values are stored."""

    NOTHING = ""
    PHQ9 = "phq9"
    GAD7 = "gad7"
    CHECK_INS = "check_ins"
    SESSIONS = "sessions"
    TESTS = "tests"
    TOGETHER = "together"
    """The person and the counselor judge it together."""

    @property
    def is_instrument(self) -> bool:
        """It has answers with a day and a total."""
        return self in {MeasuredBy.PHQ9, MeasuredBy.GAD7}


class Standing(Enum):
    """What has become of an objective; the values are stored."""

    OPEN = "open"
    MET = "met"
    TAKEN_ALONG = "taken_along"
    """Not met here, and it goes on elsewhere."""
    LET_GO = "let_go"
    """It is no longer what the person wants."""


class Node(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One node: what it says, and the nodes that it comes from."""

    key: str
    words: str = ""
    comes_from: tuple[str, ...] = ()
    since_on: date | None = None
    """The day on which it came into the plan; what served it may be older."""


class Finding(Node, frozen=True, kw_only=True, tag_field="kind", tag="finding"):
    """What was found, where and when. It comes from nothing in the plan."""

    source: Source = Source.TOLD
    found_on: date | None = None


class Problem(Node, frozen=True, kw_only=True, tag_field="kind", tag="problem"):
    """What is in the way."""


class Goal(Node, frozen=True, kw_only=True, tag_field="kind", tag="goal"):
    """What the person wants, in the person's own words."""


class Objective(Node, frozen=True, kw_only=True, tag_field="kind", tag="objective"):
    """A step on the way to a goal that one can see, by a day."""

    target_on: date | None = None
    measured_by: MeasuredBy = MeasuredBy.NOTHING
    standing: Standing = Standing.OPEN

    @property
    def is_open(self) -> bool:
        """It is still worked at."""
        return self.standing is Standing.OPEN


class Intervention(Node, frozen=True, kw_only=True, tag_field="kind", tag="intervention"):
    """What is done: in a group, in another service, or as a practice of the person's own."""

    service: str = ""
    """The key of a service; empty for a practice."""
    group: str = ""
    """The key of one group of that service, where it is that one."""
    staff: str = ""
    """The key of who answers for it; empty where it is the person alone."""
    by_person: bool = False
    times_a_week: int = 0

    @property
    def is_practice(self) -> bool:
        """Something the person does between sessions; no session serves it."""
        return not self.service


AnyNode = Finding | Problem | Goal | Objective | Intervention
KINDS: tuple[type[AnyNode], ...] = (Finding, Problem, Goal, Objective, Intervention)
"""In the order of the thread: each comes from the one before it."""
BY_NAME: dict[str, type[AnyNode]] = {str(kind.__struct_config__.tag): kind for kind in KINDS}


def name_of(node: AnyNode) -> str:
    """The kind of a node as it is stored.

    >>> name_of(Goal(key="g", words="I want to see my kids."))
    'goal'
    """
    return str(node.__struct_config__.tag)
