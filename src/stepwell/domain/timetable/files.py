"""Problems and plans as files: read strictly, written so that what is read again is the same."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from stepwell.domain.timetable import forms
from stepwell.domain.timetable.facts import (
    Facilitator,
    Participant,
    Problem,
    Site,
    SlotFacts,
    Therapy,
    Variant,
    Week,
    Weights,
)
from stepwell.domain.timetable.locks import united
from stepwell.domain.timetable.naming import Names
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.writing import group_form, problem_form
from stepwell.kernel.strict_json import FileRefused, decode

_HOUR = 60  # minutes: the exchange form knows no shorter slot


def read_problem(text: bytes | str) -> Problem:
    """The problem of a `stepwell-timetable/1` file.

    Raises FileRefused when it is not JSON, when a key is missing, unknown or
    of a wrong type, when an id names nothing or two things, when two slots
    lie on the same hour, and when a number is below nothing.
    """
    form = decode(text, forms.ProblemForm)
    try:
        return _problem(form)
    except ValueError as error:
        raise FileRefused(str(error)) from error


def read_plan(text: bytes | str, problem: Problem) -> Plan:
    """The plan of a `stepwell-plan/1` file, for this problem.

    Raises FileRefused like `read_problem`. Everything that can be said in the
    form can be read, legal or not; a recorded objective or cost is not kept.
    """
    form = decode(text, forms.PlanForm)
    try:
        Names.known(problem).check_week(forms.WeekForm(groups=form.groups, individual=form.individual), "")
    except ValueError as error:
        raise FileRefused(str(error)) from error
    return Plan(form.problem, tuple(map(_group, form.groups)), form.individual)


def write_problem(problem: Problem) -> bytes:
    """The problem as a `stepwell-timetable/1` file. Raises ValueError when its slots are not whole hours."""
    return msgspec.json.format(msgspec.json.encode(problem_form(problem)), indent=1)


def write_plan(plan: Plan, said: Mapping[str, object]) -> bytes:
    """The plan as a `stepwell-plan/1` file, with what is said of it (objective, cost, bound and so on)."""
    form = {
        "format": "stepwell-plan/1",
        "problem": plan.problem,
        **said,
        "groups": [group_form(each) for each in plan.groups],
        "individual": plan.individual,
    }
    return msgspec.json.format(msgspec.json.encode(form), indent=1)


def participant_of(form: forms.ParticipantForm) -> Participant:
    """One participant as the form gives them; that everyone named is there has been checked."""
    return Participant(
        id=form.id,
        phase=form.phase,
        min_hours=form.min_hours,
        max_hours=form.max_hours,
        min_days=form.min_days,
        max_hours_day=form.max_hours_day,
        need=form.need,
        langs=frozenset(form.langs),
        gender=form.gender,
        same_gender=frozenset(form.same_gender),
        site=form.site,
        mode=form.mode,
        avail=frozenset(form.avail),
        tele_avail=frozenset(form.tele_avail),
        family_avail=frozenset(form.family_avail),
        pref=form.pref,
        counselors=() if form.counselor is None else (form.counselor,),
        avoid=frozenset(form.avoid),
        avoid_fac=frozenset(form.avoid_fac),
    )


def _problem(form: forms.ProblemForm) -> Problem:
    names = Names.of(form)
    names.check_facilitators(form)
    names.check_participants(form.participants)
    names.check_past(form.previous, "previous.")
    names.check_week(form.locked, "locked.")
    for index, site in enumerate(form.sites):
        names.check_slots(_rooms_less(site), f"sites[{index}].rooms_less")
    _no_two_slots_at_once(form)
    return Problem(
        name=form.name,
        slots=tuple(SlotFacts(each.day, each.hour * _HOUR, each.block) for each in form.slots),
        max_parallel=form.max_parallel,
        therapies=tuple(Therapy(**msgspec.structs.asdict(each)) for each in form.therapies),
        variants=tuple(Variant(each.id, each.lang, each.gender) for each in form.variants),
        sites=tuple(Site(each.id, each.tele, each.rooms, _rooms_less(each)) for each in form.sites),
        facilitators=tuple(map(_facilitator, form.facilitators)),
        participants=tuple(map(participant_of, form.participants)),
        previous=_week(form.previous),
        locked=united(_week(form.locked)),
        weights=Weights(**msgspec.structs.asdict(form.weights)),
    )


def _no_two_slots_at_once(form: forms.ProblemForm) -> None:
    seen: dict[tuple[int, int], int] = {}
    for index, slot in enumerate(form.slots):
        first = seen.setdefault((slot.day, slot.hour), index)
        if first != index:
            raise ValueError(f"slots[{index}]: it overlaps slots[{first}], the same day and hour.")


def _rooms_less(site: forms.SiteForm) -> dict[int, int]:
    return site.rooms_less if isinstance(site.rooms_less, dict) else {}


def _facilitator(form: forms.FacilitatorForm) -> Facilitator:
    return Facilitator(
        id=form.id,
        max_hours=form.max_hours,
        leads=frozenset(form.leads),
        langs=frozenset(form.langs),
        gender=form.gender,
        avail=frozenset(form.avail),
        site_by_day=form.site_by_day,
        tele=form.tele,
    )


def _week(form: forms.WeekForm) -> Week:
    return Week(tuple(map(_group, form.groups)), form.individual)


def _group(form: forms.GroupForm) -> Group:
    return Group(form.therapy, form.variant, form.site, form.slot, form.facilitator, form.members)
