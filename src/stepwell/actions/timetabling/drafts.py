"""Drafts of a timetable: which there are, how far they are, and putting one away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from stepwell.actions import once
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling.sites import SiteChoice, list_sites, need_manager
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.weeks import Week
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps
from stepwell.records.timetable.models import Draft, DraftPart, DraftState, Publication

__all__ = [
    "DraftLine",
    "DraftState",
    "PartLine",
    "SiteChoice",
    "StillNeeded",
    "drop",
    "get_draft",
    "list_drafts",
    "list_sites",
    "rename",
]

UNDER_WAY = frozenset({DraftState.WAITING, DraftState.SOLVING})
"""A job has it, or will."""

_BIG = ("problem", "plan", "facts", "laid_out", "points", "ways_in")
_ORDER = (DraftState.BROKEN, DraftState.SOLVING, DraftState.WAITING, DraftState.STOPPED, DraftState.READY)
"""The state of a draft is the first of these that one of its parts has."""


class StillNeeded(Refusal):
    """What was published, or is being solved, can't be put away."""


@dataclass(frozen=True)
class PartLine:
    """One site of a draft."""

    part_id: UUID
    site_id: UUID
    site: str
    state: DraftState
    objective: int | None
    bound: int | None
    gap: float | None
    seconds: float


@dataclass(frozen=True)
class DraftLine:
    """A draft without its groups."""

    draft_id: UUID
    name: str
    week: Week
    state: DraftState
    site_ids: tuple[UUID, ...]
    sites: tuple[str, ...]
    made_at: datetime
    made_by: str
    published_at: datetime | None
    until_on: date | None
    """Published for its own week alone: the Monday on which the usual week comes back."""
    objective: int | None
    bound: int | None
    copy_of: UUID | None
    parts: tuple[PartLine, ...]

    @property
    def is_under_way(self) -> bool:
        """It waits to be solved, or is being solved."""
        return self.state in UNDER_WAY

    @property
    def may_change(self) -> bool:
        """It has a whole plan that isn't in force: it can be changed by hand, solved on, or put away."""
        return self.is_solved and self.state is not DraftState.PUBLISHED

    @property
    def is_solved(self) -> bool:
        """It has a whole plan to look at."""
        return self.state in {DraftState.READY, DraftState.STOPPED, DraftState.PUBLISHED, DraftState.UNDONE}


def list_drafts(by: SignedIn, *, week: Week | None = None) -> list[DraftLine]:
    """The drafts for sites the manager runs, the newest first, without the copies that ask "what if"."""
    rows = own_drafts(by).exclude(question__has_key="asks")
    if week is not None:
        rows = rows.filter(monday=week.monday)
    return [line_of(whole_of(row)) for row in rows.order_by("-made_at")[:50]]


@dataclass(frozen=True)
class Whole:
    """A draft's row with the short fields of its parts, by site, and every time it was published."""

    row: Draft
    parts: tuple[DraftPart, ...]
    publications: tuple[Publication, ...]


def get_draft(by: SignedIn, draft_id: UUID) -> DraftLine:
    """One draft, or NotHere."""
    return line_of(find_whole(by, draft_id))


def find_draft(by: SignedIn, draft_id: UUID) -> Draft:
    """The row of a draft, or NotHere. For the other actions here."""
    return find_whole(by, draft_id).row


def find_whole(by: SignedIn, draft_id: UUID) -> Whole:
    """A draft for sites the manager runs, copies too, or NotHere. For the other actions here."""
    need_manager(by)
    row = _draft.first(draft=draft_id)
    parts = _parts(draft=draft_id)
    if row is None or not {part.site_id for part in parts} <= by.reader.site_ids:
        raise NotHere("There is no such draft.")
    return Whole(row, tuple(parts), tuple(_publications(draft=draft_id)))


@composed.once
def _draft(gap: Gaps) -> QuerySet[Draft]:
    return Draft.objects.filter(pk=gap.draft, dropped_at=None)


@composed.once
def _parts(gap: Gaps) -> QuerySet[DraftPart]:
    return _short_parts().filter(draft_id=gap.draft)


def _short_parts() -> QuerySet[DraftPart]:
    return DraftPart.objects.select_related("site").defer(*_BIG).order_by("site__name", "pk")


@composed.once
def _publications(gap: Gaps) -> QuerySet[Publication]:
    return _short_publications().filter(draft_id=gap.draft)


def _short_publications() -> QuerySet[Publication]:
    return Publication.objects.defer("made").order_by("-published_at")


def own_drafts(by: SignedIn) -> QuerySet[Draft]:
    """The drafts for sites the manager runs, copies too, ready for `whole_of`."""
    need_manager(by)
    rows = Draft.objects.filter(dropped_at=None).prefetch_related(
        Prefetch("parts", _short_parts()), Prefetch("publications", _short_publications())
    )
    elsewhere = DraftPart.objects.exclude(site__in=by.reader.site_ids)
    return rows.exclude(pk__in=elsewhere.values("draft"))


def whole_of(row: Draft) -> Whole:
    """A row of `own_drafts` with what came along with it."""
    return Whole(row, tuple(row.parts.all()), tuple(row.publications.all()))


def line_of(whole: Whole) -> DraftLine:
    """The value of a draft."""
    row, parts = whole.row, tuple(_part_line(part) for part in whole.parts)
    published = next((one for one in whole.publications if one.undone_at is None), None)
    return DraftLine(
        draft_id=row.pk,
        name=row.name,
        week=Week.of(row.monday),
        state=_state(whole.publications, parts),
        site_ids=tuple(part.site_id for part in parts),
        sites=tuple(part.site for part in parts),
        made_at=row.made_at,
        made_by=row.made_by_name,
        published_at=published.published_at if published else None,
        until_on=published.until_on if published else None,
        objective=_sum(part.objective for part in parts),
        bound=_sum(part.bound for part in parts),
        copy_of=row.copy_of_id,
        parts=parts,
    )


def _part_line(part: DraftPart) -> PartLine:
    bound = None if part.bound is None else int(part.bound)
    return PartLine(
        part_id=part.pk,
        site_id=part.site_id,
        site=part.site.name,
        state=DraftState(part.state),
        objective=part.objective,
        bound=bound,
        gap=gap_of(part.objective, part.bound),
        seconds=part.seconds,
    )


def gap_of(objective: float | None, bound: float | None) -> float | None:
    """How much could still be spared at most, as a part of the objective; None before both are known."""
    if objective is None or bound is None:
        return None
    return max(0.0, objective - bound) / objective if objective else 0.0


def _state(publications: Sequence[Publication], parts: Sequence[PartLine]) -> DraftState:
    if any(one.undone_at is None for one in publications):
        return DraftState.PUBLISHED
    states = {part.state for part in parts}
    found = next((state for state in _ORDER if state in states), DraftState.WAITING)
    return DraftState.UNDONE if publications and found is DraftState.READY else found


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if any(number is None for number in known) else sum(n for n in known if n is not None)


@transaction.atomic(durable=True)
def rename(by: SignedIn, draft_id: UUID, *, name: str, key: str, at: datetime) -> None:
    """Call a draft by another name."""
    draft = find_draft(by, draft_id)
    if once.is_first_time(key, action="rename_timetable", account_id=by.account_id, at=at):
        Draft.objects.filter(pk=draft.pk).update(name=name.strip()[:120])


@transaction.atomic(durable=True)
def drop(by: SignedIn, draft_id: UUID, *, key: str, at: datetime) -> None:
    """Put a draft away that is not published and not being solved. Twice is once."""
    if not once.is_first_time(key, action="drop_timetable", account_id=by.account_id, at=at):
        return
    line = get_draft(by, draft_id)
    if line.state is DraftState.PUBLISHED:
        raise StillNeeded(gettext_noop("This timetable is published. Take it back first."))
    if line.is_under_way:
        raise StillNeeded(gettext_noop("This timetable is still being made. Stop it first."))
    Draft.objects.filter(pk=draft_id).update(dropped_at=at)
