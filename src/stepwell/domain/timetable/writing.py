"""Facts back in the words of the exchange form."""

from __future__ import annotations

from msgspec import UNSET

from stepwell.domain.timetable import forms
from stepwell.domain.timetable.facts import Facilitator, Participant, Problem, Site, Week
from stepwell.domain.timetable.plan import Group

_HOUR = 60


def problem_form(problem: Problem) -> forms.ProblemForm:
    """The problem, key for key. Raises ValueError when its slots are not whole hours."""
    if problem.slot_minutes != _HOUR or problem.individual_slots != 1 or problem.starts:
        raise ValueError("Only a week of whole hours can be written in this form.")
    return forms.ProblemForm(
        format="stepwell-timetable/1",
        name=problem.name,
        slots=tuple(forms.SlotForm(each.day, each.minute // _HOUR, each.block) for each in problem.slots),
        max_parallel=problem.max_parallel,
        therapies=tuple(
            forms.TherapyForm(each.id, each.slots, each.min, each.max, each.open, each.gendered, each.family)
            for each in problem.therapies
        ),
        variants=tuple(forms.VariantForm(each.id, each.lang, each.gender) for each in problem.variants),
        sites=tuple(map(_site, problem.sites)),
        facilitators=tuple(map(_facilitator, problem.facilitators)),
        participants=tuple(map(_participant, problem.participants)),
        previous=_week(problem.previous),
        locked=_week(problem.locked),
        weights=forms.WeightsForm(
            **{name: getattr(problem.weights, name) for name in forms.WeightsForm.__struct_fields__}
        ),
    )


def group_form(group: Group) -> forms.GroupForm:
    """A group, key for key."""
    return forms.GroupForm(
        group.therapy, group.variant, group.site, group.slot, group.facilitator, group.members
    )


def _site(site: Site) -> forms.SiteForm:
    return forms.SiteForm(site.id, site.tele, site.rooms, dict(site.rooms_less) if site.rooms_less else UNSET)


def _facilitator(each: Facilitator) -> forms.FacilitatorForm:
    return forms.FacilitatorForm(
        id=each.id,
        max_hours=each.max_hours,
        leads=tuple(sorted(each.leads)),
        langs=tuple(sorted(each.langs)),
        gender=each.gender,
        avail=tuple(sorted(each.avail)),
        site_by_day=dict(each.site_by_day),
        tele=each.tele,
    )


def _participant(each: Participant) -> forms.ParticipantForm:
    return forms.ParticipantForm(
        id=each.id,
        phase=each.phase,
        min_hours=each.min_hours,
        max_hours=each.max_hours,
        min_days=each.min_days,
        max_hours_day=each.max_hours_day,
        need=dict(each.need),
        langs=tuple(sorted(each.langs)),
        gender=each.gender,
        same_gender=tuple(sorted(each.same_gender)),
        site=each.site,
        mode=each.mode,
        avail=tuple(sorted(each.avail)),
        tele_avail=tuple(sorted(each.tele_avail)),
        family_avail=tuple(sorted(each.family_avail)),
        pref=dict(each.pref),
        counselor=each.counselors[0] if each.counselors else None,
        avoid=tuple(sorted(each.avoid)),
        avoid_fac=tuple(sorted(each.avoid_fac)),
    )


def _week(week: Week) -> forms.WeekForm:
    return forms.WeekForm(tuple(map(group_form, week.groups)), dict(week.individual))
