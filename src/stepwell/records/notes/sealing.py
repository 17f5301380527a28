"""Sealing what a session was about: it is about nobody, so each session's has a key of its own."""

from __future__ import annotations

import os
from uuid import UUID

from stepwell.records.notes.models import SessionNote
from stepwell.records.people import keyring


def new_key() -> tuple[str, bytes]:
    """A new key, wrapped by the key of the ring that the name tells."""
    return keyring.current().wrap(os.urandom(32))


def seal(text: str, *, session_id: UUID, ring_key: str, wrapped: bytes | memoryview) -> bytes:
    """The text sealed for one session."""
    key = keyring.current().unwrap(ring_key, bytes(wrapped))
    return keyring.seal(key, text, about=str(session_id))


def open_for(note: SessionNote, sealed: bytes | memoryview) -> str:
    """A text of this session's note, opened."""
    key = keyring.current().unwrap(note.ring_key, bytes(note.wrapped))
    return keyring.unseal(key, bytes(sealed), about=str(note.session_id))
