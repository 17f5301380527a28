"""A counselor's day on one page: a roster, whom to look at first and what changed, opened at once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from stepwell.actions import charts, leading, noticing, settling
from stepwell.actions.leading import Roster
from stepwell.actions.noticing import Attention
from stepwell.actions.readers import SignedIn
from stepwell.actions.settling import Change
from stepwell.domain.privacy.access import Purpose


def open_today(
    by: SignedIn, *, session_id: UUID | None, today: date, at: datetime
) -> tuple[Roster | None, Attention, list[Change]]:
    """The session's roster, the few to look at and what changed or was asked, with names.

    One line in the trail names everyone who is shown: the page waits for one line to be on the disk.
    """
    expected = leading.find_expected(by, session_id) if session_id else None
    found = noticing.find_first(by, today=today, at=at)
    changes = settling.find_changes(by, at=at)
    shown = [*(expected.attendances if expected else ()), *found.reasons]
    shown += [change.person_id for change in changes]
    opened = charts.open_list(by, shown, Purpose.TREATMENT, what="today", at=at)
    roster = leading.roster_of(expected, opened, at=at) if expected else None
    return roster, noticing.show(found, opened), settling.show(changes, opened)
