"""A warm referral: the person goes to another place together with somebody, and knows when to come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepwell.domain.placement.edition import Level
from stepwell.kernel.sentences import gettext_noop


class NotWarm(ValueError):
    """The sentence says what makes a referral more than a phone number; it is marked for translation."""


@dataclass(frozen=True)
class WarmReferral:
    """Where to, who there takes over, the call made together, and the date to come back.

    The seat is held until the date to come back or later, where the program
    holds seats (program policy; how long is the program's own).
    """

    level: Level
    place: str
    taken_over_by: str
    called_together: bool
    made_on: date
    returns_on: date
    seat_held_until: date | None = None

    def __post_init__(self) -> None:
        if not self.place.strip() or not self.taken_over_by.strip():
            raise NotWarm(gettext_noop("Write down the place, and who there takes over."))
        if not self.called_together:
            raise NotWarm(gettext_noop("Call the place together with the person before you finish."))
        if self.returns_on <= self.made_on:
            raise NotWarm(gettext_noop("The date to come back is after today."))
        if self.seat_held_until is not None and self.seat_held_until < self.returns_on:
            raise NotWarm(gettext_noop("A held seat is held at least until the date to come back."))
