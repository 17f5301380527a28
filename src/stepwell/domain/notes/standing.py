"""Where a note stands on its way from nothing to signed."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """What a list says of a note."""

    NOT_NEEDED = "not_needed"
    """The person didn't come, and nobody wrote anything."""
    TO_WRITE = "to_write"
    DRAFT = "draft"
    WAITING = "waiting"
    """Signed, and it waits for the co-signature of a supervisor."""
    SIGNED = "signed"


def standing_of(*, came: bool, is_blank: bool, is_signed: bool, waits: bool) -> Standing:
    """Where a note stands.

    >>> standing_of(came=True, is_blank=True, is_signed=False, waits=False)
    <Standing.TO_WRITE: 'to_write'>
    """
    if is_signed:
        return Standing.WAITING if waits else Standing.SIGNED
    if not is_blank:
        return Standing.DRAFT
    return Standing.TO_WRITE if came else Standing.NOT_NEEDED
