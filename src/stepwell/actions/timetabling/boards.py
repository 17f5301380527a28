"""A draft as its page opens it: who needs a way in each time, what hangs on the wall when it is asked for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling import viewing, ways_in
from stepwell.actions.timetabling.drafts import DraftLine, find_whole, line_of
from stepwell.actions.timetabling.laying_out import shared_counts, sum_figures
from stepwell.actions.timetabling.naming import Keys, Names, keys_in, names_by
from stepwell.actions.timetabling.viewing import DraftView
from stepwell.actions.timetabling.ways_in import WayIn
from stepwell.domain.timetable.life.figures import Figures
from stepwell.records.timetable.models import DraftPart


@dataclass(frozen=True)
class Board:
    """A draft with the wall of one of its sites still covered: `uncover` reads it."""

    draft: DraftLine
    figures: Figures
    """Of all its sites, whichever is shown."""
    site_id: UUID
    zone: ZoneInfo
    need: Sequence[WayIn]
    """Those who lack most, at the site that is shown before the others; nobody while it is being solved."""
    stamp: Hashable | None
    """The same stamp, the same wall: it changes with each plan and with each name on the wall.

    None while the draft is being solved, when better plans come without notice.
    """

    def uncover(self, by: SignedIn, *, at: datetime) -> DraftView:
        """The groups on the wall, which name no person they are held for."""
        return viewing.view(by, self.draft.draft_id, site_id=self.site_id, at=at)


def open_board(by: SignedIn, draft_id: UUID, *, site_id: UUID | None = None, at: datetime) -> Board:
    """The board of a draft, of its first site unless it has the one asked for. A line names those in need."""
    whole = find_whole(by, draft_id)
    draft = line_of(whole)
    part = next((each for each in whole.parts if each.site_id == site_id), whole.parts[0])
    board = Board(
        draft=draft,
        figures=sum_figures(whole.parts),
        site_id=part.site_id,
        zone=ZoneInfo(part.site.zone),
        need=(),
        stamp=None,
    )
    if draft.is_under_way:
        return board
    names = names_by(_keys(tuple((each.pk, each.run, each.version) for each in whole.parts)))
    others = [each for each in whole.parts if each is not part]
    need = ways_in.list_needs(by, [part, *others], names, at=at)
    return replace(board, need=need, stamp=_stamp(part, names, shared_counts(whole.parts)))


@lru_cache(maxsize=256)
def _keys(parts: tuple[tuple[UUID, int, int], ...]) -> Keys:
    """The leaders and rooms of these parts in these runs and versions, which stay what they are."""
    rows = DraftPart.objects.filter(pk__in=[key for key, _run, _version in parts]).values_list(
        "facts", flat=True
    )
    return reduce(or_, map(keys_in, rows))


def _stamp(part: DraftPart, names: Names, shared: Mapping[str, tuple[int, int]]) -> Hashable:
    titles = ((key, row.pk, tuple(row.title.items())) for key, row in names.services.items())
    return (
        (part.pk, part.run, part.version, part.objective, part.site.name, part.site.zone),
        tuple(names.staff.items()),
        tuple(names.rooms.items()),
        tuple(titles),
        tuple(sorted(shared.items())),
    )
