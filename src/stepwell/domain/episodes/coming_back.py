"""Coming back: a new episode of the same person, and the gate at which it begins."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.domain.episodes.lifecycle import OPEN, EpisodeState
from stepwell.kernel.decisions import Refuse


def begins_with(
    last: EpisodeState, *, seat_held_until: date | None, at: datetime, zone: ZoneInfo
) -> EpisodeState | Refuse:
    """The state in which somebody's next episode begins, or why there is none yet.

    Who left and whose seat is still held takes it again with one tap, also on
    the last day of it. Everybody else asks again, and is screened again.

    >>> from stepwell.kernel.civil import at_site
    >>> zone = ZoneInfo("America/New_York")
    >>> at = at_site(date(2028, 2, 29), datetime.min.time(), zone)
    >>> begins_with(EpisodeState.LEFT, seat_held_until=date(2028, 2, 29), at=at, zone=zone).value
    'pending'
    >>> begins_with(EpisodeState.GRADUATED, seat_held_until=None, at=at, zone=zone).value
    'enquiry'
    """
    if last in OPEN:
        return Refuse("this person's episode is still open, so there is nothing to come back to")
    is_held = seat_held_until is not None and at.astimezone(zone).date() <= seat_held_until
    return EpisodeState.PENDING if last is EpisodeState.LEFT and is_held else EpisodeState.ENQUIRY
