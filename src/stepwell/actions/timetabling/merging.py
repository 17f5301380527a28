"""The parts of a draft as one week: a group of several sites is held once, by its host, with everybody.

Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from stepwell.actions.timetabling.gathered_services import gather_services
from stepwell.actions.timetabling.gathered_standing import list_groups
from stepwell.actions.timetabling.laying_out import shares_of
from stepwell.actions.timetabling.standing_changes import Changes, changes_of, visited
from stepwell.domain.timetable.life.shared import Shared
from stepwell.kernel.weeks import Week
from stepwell.records.schedule.models import Group, RosterEntry
from stepwell.records.timetable.models import DraftPart

Told = Mapping[str, Any]


def shares_in(parts: Sequence[DraftPart]) -> dict[str, Shared]:
    """Every group of several sites that the parts of a draft are in, by its key."""
    return {
        share.key: share for part in parts for share in shares_of(part) if str(part.site_id) in share.seats
    }


def held_by(parts: Sequence[DraftPart]) -> dict[str, list[tuple[DraftPart, Told]]]:
    """Where each group of several sites is in the parts' plans."""
    found: dict[str, list[tuple[DraftPart, Told]]] = {}
    for part in parts:
        for told in part.laid_out.get("groups", ()):
            if told.get("shared"):
                found.setdefault(told["shared"], []).append((part, told))
    return found


def groups_of(part: DraftPart, parts: Sequence[DraftPart]) -> list[Told]:
    """The groups a part's site hosts, with the people of all sites; those it is a guest in are left out."""
    shares, held = shares_in(parts), held_by(parts)
    found: list[Told] = []
    for told in part.laid_out.get("groups", ()):
        key = told.get("shared")
        if not key:
            found.append(told)
        elif shares[key].host == str(part.site_id):
            members = sorted(member for _, each in held[key] for member in each["members"])
            known = {UUID(person) for other, _ in held[key] for person in other.facts["floors"]}
            found.append({**told, "members": members, "known": known})
    return found


def all_changes(parts: Sequence[DraftPart]) -> list[Changes]:
    """What publishing the parts would change, by the groups and rosters of this moment."""
    week = Week.of(parts[0].draft.monday)
    standing = list_groups([part.site for part in parts], week, gather_services())
    shares = shares_in(parts)
    guests = list(Group.objects.filter(pk__in=_visited(parts, shares)).select_related("site"))
    entries = list(
        RosterEntry.objects.filter(
            Q(until_on=None) | Q(until_on__gt=week.monday), group__in=[*standing, *guests]
        )
    )
    spared = frozenset(UUID(share.group) for share in shares.values() if share.group is not None)
    found = []
    for part in parts:
        here = [group for group in standing if group.site_id == part.site_id]
        keys = {group.pk for group in here}
        changes = changes_of(
            part,
            here,
            [entry for entry in entries if entry.group_id in keys],
            told=groups_of(part, parts),
            known=_known(parts),
            spared=spared,
        )
        for group in guests:
            visited(changes, group, entries, _members(part, group, shares))
        found.append(changes)
    return found


def visited_groups(parts: Sequence[DraftPart]) -> list[UUID]:
    """Groups of sites outside the draft whose rosters it may change."""
    return _visited(parts, shares_in(parts))


def _visited(parts: Sequence[DraftPart], shares: Mapping[str, Shared]) -> list[UUID]:
    sites = {str(part.site_id) for part in parts}
    return [UUID(each.group) for each in shares.values() if each.group and each.host not in sites]


def _members(part: DraftPart, group: Group, shares: Mapping[str, Shared]) -> frozenset[UUID] | None:
    """Who of a part's people is in a group elsewhere; None where its plan doesn't say."""
    for told in part.laid_out.get("groups", ()):
        key = told.get("shared")
        if key and shares[key].group == str(group.pk):
            return frozenset(map(UUID, told["members"]))
    return None


def _known(parts: Sequence[DraftPart]) -> dict[int, set[UUID]]:
    """By weekday, the people who are planned then: a site that is closed plans for nobody."""
    found: dict[int, set[UUID]] = {weekday: set() for weekday in range(7)}
    for part in parts:
        closed = {date.fromisoformat(day).weekday() for day in part.facts["closed"]}
        for weekday in found.keys() - closed:
            found[weekday].update(map(UUID, part.facts["floors"]))
    return found
