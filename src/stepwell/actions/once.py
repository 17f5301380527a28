"""Doing it twice is doing it once: every writing carries a key that its form or phone made up."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from stepwell.records.effects.models import DoneOnce
from stepwell.records.tenancy import plainly


def is_first_time(key: str, *, action: str, account_id: UUID | None, at: datetime) -> bool:
    """True the first time this account asks for this key, False ever after.

    Called at the start of the action's transaction: when the action fails, the key is free
    again. An empty key is always the first time.
    """
    if not key:
        return True
    row: dict[str, Any] = {
        "key": kept(key),
        "account_id": account_id,
        "action": action,
        "result": {},
        "at": at,
    }
    return plainly.insert_if_new(DoneOnce, row)


def claim(key: str, *, action: str, account_id: UUID | None, at: datetime) -> tuple[DoneOnce, bool]:
    """The note of this key, and whether it is new; an action may keep there what it gives a second time.

    Of two at once the later waits for the earlier to commit.
    """
    return DoneOnce.objects.get_or_create(
        key=kept(key), account_id=account_id, defaults={"action": action, "at": at}
    )


def kept(key: str) -> str:
    """The key as it is kept, which whoever looks for it asks for."""
    return key[:80].replace("\0", "?")  # PostgreSQL keeps no NUL
