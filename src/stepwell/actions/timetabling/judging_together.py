"""Whether the parts of a draft fit together by the facts of now; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from stepwell.actions.timetabling.gathering import Gathered
from stepwell.actions.timetabling.merging import held_by, shares_in
from stepwell.domain.timetable.life.merged import InRoom, Whole, breaches_between
from stepwell.domain.timetable.rules.breach import Breach
from stepwell.kernel.spans import Span
from stepwell.records.episodes.models import KeepApart
from stepwell.records.schedule.models import RosterEntry
from stepwell.records.timetable.models import DraftPart


def breaches(parts: Sequence[DraftPart], gathered: Sequence[Gathered]) -> list[Breach]:
    """What the sites' weeks break only together."""
    shares, held = shares_in(parts), held_by(parts)
    staying = _staying(parts, {UUID(each.group) for each in shares.values() if each.group is not None})
    wholes = []
    for key, share in shares.items():
        members = [member for _, told in held.get(key, ()) for member in told["members"]]
        others = staying.get(share.group or "", ())
        least, most = _limits(parts, share.service)
        here = len(members) + len(others)
        wholes.append(
            Whole(
                leader=share.leader,
                members=tuple(sorted({*members, *others})),
                least=min(least, here) if share.group else least,
                most=max(most, share.others + sum(len(each.kept) for each in share.seats.values())),
            )
        )
    in_rooms = [
        InRoom(told["room"], _span(told), told.get("shared") or told["key"] + str(part.pk))
        for part in parts
        for told in part.laid_out.get("groups", ())
        if told["by_video"] and told["room"]
    ]
    return list(breaches_between(wholes, in_rooms, _apart(gathered, staying)))


def _span(told: Mapping[str, str]) -> Span:
    return Span(datetime.fromisoformat(told["starts"]), datetime.fromisoformat(told["ends"]))


def _limits(parts: Sequence[DraftPart], service: str) -> tuple[int, int]:
    least, most = parts[0].facts["sizes"][service]
    return least, most


def _staying(parts: Sequence[DraftPart], groups: set[UUID]) -> dict[str, list[str]]:
    """By group, its members from sites that the draft doesn't plan."""
    if not groups:
        return {}
    known = {key for part in parts for key in part.facts["floors"]}
    rows = RosterEntry.objects.filter(
        Q(until_on=None) | Q(until_on__gt=parts[0].draft.monday),
        group__in=groups,
        person__episodes__is_open=True,
    ).exclude(person__episodes__site__in=[part.site_id for part in parts])
    found: dict[str, list[str]] = {}
    for group, person in rows.values_list("group_id", "person_id").distinct():
        if str(person) not in known:
            found.setdefault(str(group), []).append(str(person))
    return found


def _apart(gathered: Sequence[Gathered], staying: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Who must not meet whom, by the people of now. Only the check of groups ever sees it."""
    found = {person.id: set(person.avoid) for one in gathered for person in one.asked.problem.participants}
    others = {UUID(person) for some in staying.values() for person in some}
    if others:
        rows = KeepApart.objects.filter(Q(first__in=others) | Q(second__in=others), voided_at=None)
        for first, second in rows.values_list("first_id", "second_id"):
            found.setdefault(str(first), set()).add(str(second))
    return {person: frozenset(avoided) for person, avoided in found.items()}
