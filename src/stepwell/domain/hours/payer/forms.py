"""The forms of the files, read strictly: an unknown key is refused by name and place."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1, max_length=60)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Time = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$")]
Minutes = Annotated[int, Meta(ge=0, le=10_080)]


class BreakForm(Struct, forbid_unknown_fields=True):
    starts: Time
    ends: Time


class SessionForm(Struct, forbid_unknown_fields=True):
    id: Id
    person: Id
    kind: Id
    starts: Time
    ends: Time
    breaks: list[BreakForm] = []
    came: Time | None = None
    left: Time | None = None
    members: Annotated[int, Meta(ge=1)] = 1
    note_signed: Time | None = None


class PlanForm(Struct, rename={"begins": "from", "ends": "until"}, forbid_unknown_fields=True):
    person: Id
    begins: Day
    ends: Day | None = None


class AuthorizationForm(Struct, rename={"begins": "from", "ends": "until"}, forbid_unknown_fields=True):
    person: Id
    units: Annotated[int, Meta(ge=0)]
    begins: Day
    ends: Day


class EventsForm(Struct, forbid_unknown_fields=True):
    format: Literal["stepwell-hours-events/1"]
    zone: str
    sessions: list[SessionForm]
    plans: list[PlanForm] = []
    authorizations: list[AuthorizationForm] = []


class MixForm(Struct, forbid_unknown_fields=True):
    kind: Id
    minutes: Minutes


class EditionForm(Struct, rename={"begins": "from", "ends": "until"}, forbid_unknown_fields=True):
    begins: Day
    ends: Day | None = None
    unit: Literal["day", "15min", "hour"] = "day"
    kinds: tuple[Id, ...] = ("group", "individual", "family")
    day_minutes: Minutes | None = None
    week_minutes: Minutes | None = None
    week_days: Annotated[int, Meta(ge=1, le=7)] | None = None
    largest_group: Annotated[int, Meta(ge=1)] | None = None
    note_required: bool = True
    note_hours: Annotated[int, Meta(ge=0, le=87_600)] | None = None
    plan_required: bool = True
    plan_days: Annotated[int, Meta(ge=1, le=3660)] | None = None
    authorization_required: bool = False
    mix: list[MixForm] = []
    week_binds: bool = False
    floor_minutes: Minutes | None = None
    ceiling_minutes: Minutes | None = None
    source: str = ""


class RulesForm(Struct, forbid_unknown_fields=True):
    format: Literal["stepwell-hours-rules/1"]
    name: str
    editions: Annotated[list[EditionForm], Meta(min_length=1)]


class ReasonForm(Struct):
    rule: str
    sentence: str


class CountedSessionForm(Struct):
    id: str
    kind: str
    planned: int
    attended: int
    credited: int
    counts: bool
    because: ReasonForm | None


class CountedDayForm(Struct):
    day: str
    counts: bool
    answer: str
    because: list[ReasonForm]
    planned: int
    attended: int
    credited: int
    units: int
    sessions: list[CountedSessionForm]


class CountedWeekForm(Struct):
    monday: str
    planned: int
    attended: int
    credited: int
    units: int
    days_counted: int
    dose: str | None
    because: list[ReasonForm]
    days: list[CountedDayForm]


class CountedPersonForm(Struct):
    person: str
    planned: int
    attended: int
    credited: int
    units: int
    days_counted: int
    weeks: list[CountedWeekForm]


class CountForm(Struct):
    format: Literal["stepwell-hours-count/1"]
    rules: str
    people: list[CountedPersonForm]
