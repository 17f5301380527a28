"""Ids in a problem: each names one thing, and whoever is named is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.forms import GroupForm, ParticipantForm, ProblemForm, WeekForm


@dataclass(frozen=True)
class Names:
    """What may be named in a problem or plan. Methods raise ValueError with the place and the wrong name."""

    therapies: Collection[str]
    variants: Collection[str]
    sites: Collection[str]
    facilitators: Collection[str]
    participants: Collection[str]
    slots: int

    @classmethod
    def of(cls, form: ProblemForm) -> Names:
        """The names a problem's form gives; each may be given once."""
        return cls(
            therapies=_once("therapies", [each.id for each in form.therapies]),
            variants=_once("variants", [each.id for each in form.variants]),
            sites=_once("sites", [each.id for each in form.sites]),
            facilitators=_once("facilitators", [each.id for each in form.facilitators]),
            participants=_once("participants", [each.id for each in form.participants]),
            slots=len(form.slots),
        )

    @classmethod
    def known(cls, problem: Problem) -> Names:
        """The names of a problem that has been read."""
        return cls(
            therapies=problem.therapy.keys(),
            variants=problem.variant.keys(),
            sites=problem.site.keys(),
            facilitators=problem.facilitator.keys(),
            participants=problem.participant.keys(),
            slots=len(problem.slots),
        )

    def check_facilitators(self, form: ProblemForm) -> None:
        for index, each in enumerate(form.facilitators):
            at = f"facilitators[{index}]"
            _all_known(each.leads, self.therapies, "therapy", f"{at}.leads")
            _all_known(each.site_by_day.values(), self.sites, "site", f"{at}.site_by_day")
            self.check_slots(each.avail, f"{at}.avail")

    def check_participants(self, people: Sequence[ParticipantForm]) -> None:
        for index, each in enumerate(people):
            self.check_participant(each, f"participants[{index}]")

    def check_participant(self, each: ParticipantForm, at: str) -> None:
        _all_known(each.need, self.therapies, "therapy", f"{at}.need")
        _all_known(each.same_gender, self.therapies, "therapy", f"{at}.same_gender")
        _all_known([each.site], self.sites, "site", f"{at}.site")
        _all_known(each.avoid, self.participants, "participant", f"{at}.avoid")
        _all_known(each.avoid_fac, self.facilitators, "facilitator", f"{at}.avoid_fac")
        if each.counselor is not None:
            _all_known([each.counselor], self.facilitators, "facilitator", f"{at}.counselor")
        self.check_slots(each.avail, f"{at}.avail")
        self.check_slots(each.tele_avail, f"{at}.tele_avail")
        self.check_slots(each.family_avail, f"{at}.family_avail")
        self.check_slots(each.pref, f"{at}.pref")

    def check_present(self, participant: str, at: str) -> None:
        _all_known([participant], self.participants, "participant", at)

    def check_facilitator(self, facilitator: str, at: str) -> None:
        _all_known([facilitator], self.facilitators, "facilitator", at)

    def check_site(self, site: str, at: str) -> None:
        _all_known([site], self.sites, "site", at)

    def check_week(self, week: WeekForm, at: str) -> None:
        """Groups and hours of a plan or of what is locked: everyone named is here."""
        self.check_places(week.groups, at)
        for index, group in enumerate(week.groups):
            _all_known(
                [group.facilitator], self.facilitators, "facilitator", f"{at}groups[{index}].facilitator"
            )
            _all_known(group.members, self.participants, "participant", f"{at}groups[{index}].members")
        _all_known(week.individual, self.participants, "participant", f"{at}individual")
        self.check_slots(week.individual.values(), f"{at}individual")

    def check_past(self, week: WeekForm, at: str) -> None:
        """Last week's groups and hours: people and leaders may have gone since."""
        self.check_places(week.groups, at)
        self.check_slots(week.individual.values(), f"{at}individual")

    def check_places(self, groups: Sequence[GroupForm], at: str) -> None:
        for index, group in enumerate(groups):
            place = f"{at}groups[{index}]"
            _all_known([group.therapy], self.therapies, "therapy", f"{place}.therapy")
            _all_known([group.variant], self.variants, "variant", f"{place}.variant")
            _all_known([group.site], self.sites, "site", f"{place}.site")
            self.check_slots([group.slot], f"{place}.slot")

    def check_slots(self, slots: Iterable[int], at: str) -> None:
        for slot in slots:
            if slot >= self.slots:
                last = f"the last is {self.slots - 1}" if self.slots else "there are none"
                raise ValueError(f"{at}: there is no slot {slot}; {last}.")


def _once(what: str, ids: Sequence[str]) -> frozenset[str]:
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each in seen:
            raise ValueError(f'{what}[{index}].id: "{each}" is the id of two {what}.')
        seen.add(each)
    return frozenset(seen)


def _all_known(ids: Iterable[str], known: Collection[str], what: str, at: str) -> None:
    for each in ids:
        if each not in known:
            raise ValueError(f'{at}: there is no {what} "{each}".')
