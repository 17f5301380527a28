"""A copy of a draft: to try something in, or to ask what would be if."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.drafts import find_draft
from stepwell.records.timetable.models import Draft, DraftPart, DraftState

_COPIED = (
    "site",
    "problem",
    "facts",
    "plan",
    "laid_out",
    "figures",
    "ways_in",
    "objective",
    "bound",
    "cost",
    "seconds",
    "limit",
)


def copy_draft(by: SignedIn, draft_id: UUID, *, question: Mapping[str, Any], at: datetime) -> UUID:
    """The same sites, facts and plans as a draft of its own; the caller holds the transaction."""
    draft = find_draft(by, draft_id)
    copy = Draft.objects.create(
        name=draft.name,
        monday=draft.monday,
        made_at=at,
        made_by=by.account_id,
        made_by_name=by.name[:160],
        copy_of=draft,
        question=dict(question),
    )
    parts = DraftPart.objects.filter(draft=draft).select_related("site")
    DraftPart.objects.bulk_create(
        DraftPart(draft=copy, state=_ended(part), **{name: getattr(part, name) for name in _COPIED})
        for part in parts
    )
    return copy.pk


def _ended(part: DraftPart) -> str:
    running = {DraftState.WAITING.value, DraftState.SOLVING.value}
    return DraftState.STOPPED.value if part.state in running else part.state
