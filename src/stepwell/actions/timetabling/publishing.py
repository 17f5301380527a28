"""Publishing a draft, and taking it back: each is one act."""

from __future__ import annotations

from stepwell.actions.timetabling.clearing import CannotPublish
from stepwell.actions.timetabling.putting_out import (
    GRACE,
    WEEK_CHANGED,
    Touched,
    publish,
    touched_by,
)
from stepwell.actions.timetabling.taking_back import CannotUndo, may_undo, undo_publish

__all__ = [
    "GRACE",
    "WEEK_CHANGED",
    "CannotPublish",
    "CannotUndo",
    "Touched",
    "may_undo",
    "publish",
    "touched_by",
    "undo_publish",
]
