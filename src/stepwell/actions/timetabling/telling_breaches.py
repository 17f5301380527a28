"""Why a move is refused, in words with names. Who must not meet whom is never told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from stepwell.actions import charts
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.gathering import WHAT
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.timetable.rules.breach import Breach
from stepwell.kernel.sentences import Sentence, gettext_noop
from stepwell.records.program.models import Staff

_CANT_TAKE = gettext_noop("This group can't take this person.")

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "within_block": gettext_noop("It would run across the end of the block of the day."),
        "starts": gettext_noop("This group can't begin at that time."),
        "gendered_variant": gettext_noop("This service is not held for one gender."),
        "group_min": gettext_noop("The group would have too few members."),
        "group_max": gettext_noop("The group would have too many members."),
        "doubled_member": gettext_noop("%(person)s is in this group already."),
        "max_parallel": gettext_noop("There are enough groups like this one at that time."),
        "rooms": gettext_noop("All rooms are in use then."),
        "leader_by_video": gettext_noop("%(leader)s does not lead by video."),
        "leader_clash": gettext_noop("%(leader)s leads another session then."),
        "leader_free": gettext_noop("%(leader)s is not available then."),
        "leader_hours": gettext_noop("%(leader)s would lead more hours than their most."),
        "leader_language": gettext_noop("%(leader)s does not speak the language of the group."),
        "leader_site": gettext_noop("%(leader)s is at another site that day."),
        "leader_therapy": gettext_noop("%(leader)s does not lead this service."),
        "leader_to_avoid": _CANT_TAKE,
        "member_clash": gettext_noop("%(person)s has another session then."),
        "member_free": gettext_noop("%(person)s is not free then."),
        "family_free": gettext_noop("The family of %(person)s can't come then."),
        "member_gender": _CANT_TAKE,
        "same_gender": gettext_noop("%(person)s asked for another kind of group for this service."),
        "member_hours": gettext_noop("%(person)s would have more hours in the week than their most."),
        "member_hours_day": gettext_noop("%(person)s would have more hours on that day than their most."),
        "member_language": gettext_noop("%(person)s does not speak the language of the group."),
        "member_site": gettext_noop("%(person)s comes to another site."),
        "needed_or_open": gettext_noop("%(person)s doesn't need this service, and it isn't open to all."),
        "therapy_once_a_day": gettext_noop("%(person)s would have the same service twice on that day."),
        "travel": gettext_noop(
            "%(person)s would have no time for the way between a session by video and one in person."
        ),
        "kept_apart": _CANT_TAKE,
        "counselor_free": gettext_noop("%(leader)s is not available then."),
        "individual_counselor": gettext_noop("%(leader)s is not a counselor for %(person)s."),
        "individual_free": gettext_noop("%(person)s is not free then."),
        "locked_group": gettext_noop("A group that was locked would change. Unlock it first."),
        "locked_individual": gettext_noop("A time alone that was locked would change. Unlock it first."),
    }
)
"""A sentence for each rule of `domain.timetable.rules`; a test finds rules without one."""

SOMEBODY = gettext_noop("Somebody")
NOT_POSSIBLE = gettext_noop("This breaks a rule of the timetable.")


def say_all(by: SignedIn, breaches: Sequence[Breach], *, at: datetime) -> list[Sentence]:
    """Each breach in a sentence, in the same order. Who is named has been opened, with one line for all."""
    people = {key for each in breaches for key in each.people[:1] if _names_person(each)}
    opened = charts.open_list(by, sorted(map(UUID, people)), Purpose.OPERATIONS, what=WHAT, at=at)
    leaders = {key for each in breaches for key in each.leaders[:1]}
    called = {str(chart.person.pk): chart.person.short_name for chart in opened}
    called |= {str(row.pk): str(row) for row in Staff.objects.filter(pk__in=leaders)}
    return [_say(each, called) for each in breaches]


def _names_person(breach: Breach) -> bool:
    return "%(person)s" in WORDS.get(breach.rule, "")


def _say(breach: Breach, called: Mapping[str, str]) -> Sentence:
    words = WORDS.get(breach.rule, NOT_POSSIBLE)
    person = next(iter(breach.people), "")
    leader = next(iter(breach.leaders), "")
    gaps = {"person": called.get(person, SOMEBODY), "leader": called.get(leader, SOMEBODY)}
    return Sentence(words, {name: value for name, value in gaps.items() if f"%({name})s" in words})
