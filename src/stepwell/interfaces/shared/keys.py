"""Keys that make a form's writing happen once, however often it is sent."""

from __future__ import annotations

from stepwell.kernel.identifiers import new_id


def fresh_key() -> str:
    """A new key for the hidden `key` field of a form, made when the form is shown."""
    return str(new_id())
