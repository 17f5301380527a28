"""What stands in a letter, and how one is asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from stepwell.actions.shared_charts import DayCame, Shared, Time
from stepwell.domain.privacy.terms import Category
from stepwell.records.people.names import fold

BEHIND = timedelta(days=28)
"""How far back a letter says on which days somebody came."""
ITEMS = (Category.SCHEDULE, Category.ATTENDANCE, Category.EPISODE)
"""What a letter may say besides who it is about and that they come here."""
ALWAYS = frozenset({Category.PRESENCE, Category.IDENTITY})


class LetterTo(Enum):
    """To whom a letter that says more goes."""

    WORK = "work"
    SCHOOL = "school"
    COURT = "court"


@dataclass(frozen=True)
class Letter:
    """What stands in a letter; what is None isn't in it."""

    name: str
    on: date
    shared: Shared
    to: LetterTo | None = None
    recipient_name: str = ""
    recipient_address: str = ""
    program: str = ""
    phone: str = ""

    @property
    def is_plain(self) -> bool:
        """It says nothing of treatment, and to whom it is shown is the person's own affair."""
        return self.to is None

    @property
    def times(self) -> list[Time] | None:
        """When the person is to come."""
        return self.shared.times_ahead() if self.shared.opens(Category.SCHEDULE) else None

    @property
    def days(self) -> list[DayCame] | None:
        """On which of the last days the person came."""
        is_open = self.shared.opens(Category.ATTENDANCE)
        return self.shared.days_came(behind=BEHIND) if is_open else None

    @property
    def stay(self) -> tuple[date | None, date | None] | None:
        """Since when, and until when."""
        return self.shared.stay() if self.shared.opens(Category.EPISODE) else None

    @property
    def notice(self) -> str:
        """The prescribed notice, whole; empty on a plain letter."""
        return self.shared.permit.notice.full if self.shared.permit.notice else ""


@dataclass(frozen=True)
class Asked:
    """A letter that says more, as the person asked for it."""

    to: LetterTo
    recipient_name: str
    recipient_address: str
    items: frozenset[Category]

    @property
    def categories(self) -> frozenset[Category]:
        return self.items | ALWAYS

    def recipient_key(self, person_id: object) -> str:
        """The same for the same name and address, telling neither of them."""
        words = f"{person_id}\0{fold(self.recipient_name)}\0{fold(self.recipient_address)}"
        return f"office:{hashlib.sha256(words.encode()).hexdigest()[:32]}"
