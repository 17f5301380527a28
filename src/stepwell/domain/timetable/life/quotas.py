"""The seats of a group, dealt out among the sites whose people are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.domain.timetable.life.shared import Seats


@dataclass(frozen=True)
class Claim:
    """What a site asks of a shared group: who surely comes, the first to stay first; how many more might."""

    site: str
    surely: tuple[str, ...]
    perhaps: int = 0
    is_host: bool = False


def deal_seats(claims: Sequence[Claim], least: int, most: int, *, others: int = 0) -> dict[str, Seats] | None:
    """So many seats for each site that the group is neither too small nor too large, whatever each does.

    Each site keeps some of its people in it, together with `others` the fewest a group needs. A site that
    has nobody sure is in it only as the host. None where there are too few, or not a seat for each site.

    >>> seats = deal_seats([Claim("a", ("ann", "ben", "cleo"), 6), Claim("b", ("dan",), 1)], 3, 12)
    >>> [(site, each.least, each.most, each.kept) for site, each in seats.items()]
    [('a', 2, 9, ('ann', 'ben')), ('b', 1, 3, ('dan',))]
    """
    room = most - others
    kept = {claim.site: min(1, len(claim.surely)) for claim in claims}
    while others + sum(kept.values()) < least:
        more = [claim for claim in claims if kept[claim.site] < len(claim.surely)]
        if not more:
            return None
        kept[min(more, key=lambda claim: (kept[claim.site], -len(claim.surely), claim.site)).site] += 1
    given = dict(kept)
    wanted = {claim.site: len(claim.surely) for claim in claims}
    if sum(kept.values()) > room:
        return None
    _deal(given, wanted, room)
    _deal(given, {claim.site: len(claim.surely) + claim.perhaps for claim in claims}, room)
    _deal(given, {claim.site: room if claim.surely else 0 for claim in claims}, room)
    return {
        claim.site: Seats(kept[claim.site], given[claim.site], claim.surely[: kept[claim.site]])
        for claim in claims
        if claim.surely or claim.is_host
    }


def _deal(given: dict[str, int], wanted: dict[str, int], room: int) -> None:
    """Give seats one by one to the site that has the smallest part of what it wants."""
    while sum(given.values()) < room:
        short = [site for site in sorted(given) if given[site] < wanted[site]]
        if not short:
            return
        given[min(short, key=lambda site: given[site] / wanted[site])] += 1
