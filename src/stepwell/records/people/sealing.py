"""Sealing and opening a person's free text with the person's own key."""

from __future__ import annotations

import os

from stepwell.records.people import keyring
from stepwell.records.people.models import Person, PersonKey


def make_key(person: Person) -> PersonKey:
    """Give a new person a key. The caller's transaction holds both rows or neither."""
    name, wrapped = keyring.current().wrap(os.urandom(32))
    return PersonKey.objects.create(person=person, wrapped=wrapped, ring_key=name)


def new_key(person: Person) -> PersonKey:
    """A key row not saved yet, for many people at once."""
    name, wrapped = keyring.current().wrap(os.urandom(32))
    return PersonKey(person=person, wrapped=wrapped, ring_key=name)


def key_of(person: Person) -> bytes:
    """The person's key, unwrapped. PersonKey.DoesNotExist when the text has been forgotten."""
    row = person.key
    return keyring.current().unwrap(row.ring_key, bytes(row.wrapped))


def seal_for(person: Person, text: str) -> bytes | None:
    """The text sealed for this person; nothing for an empty text."""
    return keyring.seal(key_of(person), text, about=str(person.pk)) if text else None


def open_for(person: Person, sealed: bytes | None) -> str:
    """The text; empty when there is none, or when the person's key has been forgotten."""
    if not sealed:
        return ""
    try:
        return keyring.unseal(key_of(person), sealed, about=str(person.pk))
    except PersonKey.DoesNotExist:
        return ""
