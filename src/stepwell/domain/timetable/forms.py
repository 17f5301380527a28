"""The exchange forms `stepwell-timetable/1` and `stepwell-plan/1`, key for key.

Every key that a form doesn't name is refused, every key without a default must be there, and every value has
the type written here. What the keys mean is told in `docs/rules/timetable.md`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

MOST = 1_000_000_000
"""No count and no weight is above this: so far sums of them are exact in every solver."""

Count = Annotated[int, Meta(ge=0, le=MOST)]
SlotNumber = Annotated[int, Meta(ge=0)]


class SlotForm(Struct, frozen=True, forbid_unknown_fields=True):
    day: Annotated[int, Meta(ge=0, le=6)]
    hour: Annotated[int, Meta(ge=0, le=23)]
    block: Literal["am", "pm", "ev"]


class TherapyForm(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    slots: Annotated[int, Meta(ge=1, le=MOST)]
    min: Count
    max: Count
    open: bool
    gendered: bool
    family: bool


class VariantForm(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    lang: str
    gender: str | None


class SiteForm(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    tele: bool
    rooms: Count
    rooms_less: dict[SlotNumber, Count] | UnsetType = UNSET
    """Rooms closed in single slots: only in problems that re-planning writes."""


class FacilitatorForm(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    max_hours: Count
    leads: tuple[str, ...]
    langs: tuple[str, ...]
    gender: str | None
    avail: tuple[SlotNumber, ...]
    site_by_day: dict[Annotated[int, Meta(ge=0, le=6)], str]
    tele: bool


class ParticipantForm(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    phase: int
    min_hours: Count
    max_hours: Count
    min_days: Count
    max_hours_day: Count
    need: dict[str, Count]
    langs: tuple[str, ...]
    gender: str | None
    same_gender: tuple[str, ...]
    site: str
    mode: Literal["in", "tele", "either"]
    avail: tuple[SlotNumber, ...]
    tele_avail: tuple[SlotNumber, ...]
    family_avail: tuple[SlotNumber, ...]
    pref: dict[SlotNumber, Count]
    counselor: str | None
    avoid: tuple[str, ...]
    avoid_fac: tuple[str, ...]


class GroupForm(Struct, frozen=True, forbid_unknown_fields=True):
    therapy: str
    variant: str
    site: str
    slot: SlotNumber
    facilitator: str
    members: tuple[str, ...]


class WeekForm(Struct, frozen=True, forbid_unknown_fields=True):
    groups: tuple[GroupForm, ...]
    individual: dict[str, SlotNumber]


class WeightsForm(Struct, frozen=True, forbid_unknown_fields=True):
    unmet_hour: Count
    therapy_short: Count
    day_short: Count
    indiv_missing: Count
    group_hour: Count
    pref: Count
    mode: Count
    trip: Count
    cont: Count
    lead: Count
    load60: Count
    load80: Count
    excess: Count
    indiv_moved: Count


class ProblemForm(Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["stepwell-timetable/1"]
    name: str
    slots: tuple[SlotForm, ...]
    max_parallel: Count
    therapies: tuple[TherapyForm, ...]
    variants: tuple[VariantForm, ...]
    sites: tuple[SiteForm, ...]
    facilitators: tuple[FacilitatorForm, ...]
    participants: tuple[ParticipantForm, ...]
    previous: WeekForm
    locked: WeekForm
    weights: WeightsForm


class PlanForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A plan; what was written of it beside the groups and hours is taken and not believed."""

    format: Literal["stepwell-plan/1"]
    problem: str
    groups: tuple[GroupForm, ...]
    individual: dict[str, SlotNumber]
    objective: float | UnsetType = UNSET
    cost: dict[str, float] | UnsetType = UNSET
    bound: float | UnsetType = UNSET
    gap: float | UnsetType = UNSET
    soft_gap: float | UnsetType = UNSET
    seconds: float | UnsetType = UNSET
    status: Literal["optimal", "bounded", "feasible"] | UnsetType = UNSET
