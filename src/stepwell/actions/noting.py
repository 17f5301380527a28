"""A line in the trail in the words of who is signed in: what was opened or written, of whom and what for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit import trail


def write_line(
    by: SignedIn,
    *,
    purpose: Purpose,
    what: str,
    people: Sequence[UUID],
    at: datetime,
    permitted: bool = True,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add the line within the transaction there is, or one of its own; refused openings are told as such."""
    trail.note(
        trail.Entry(
            at=at,
            account_id=by.account_id,
            actor=by.name,
            role=by.role.value,
            purpose=purpose.value,
            what=what,
            people=tuple(people),
            permitted=permitted,
            detail=detail or {},
        )
    )
