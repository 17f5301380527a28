"""Writing and verifying the access trail.

Each line's hash covers its content and the hash of the line before it (SHA-256), so
an edit, a swap or a removal in the middle is found. A cut tail is found by the anchors:
signed, dated heads of the chain kept in a file outside the database (anchors.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from stepwell.records.audit.models import AccessedPerson, AccessLine, ChainHead
from stepwell.records.tenancy import plainly, scope

# Every page writes a line: plain statements here cost a third of what the ORM's do (docs/operate/speed.md).
_HEAD = ChainHead._meta.db_table
_READ = f"SELECT id, sequence, hash FROM {_HEAD} WHERE organization_id = %s"  # noqa: S608  # our own table
_MOVE = f"UPDATE {_HEAD} SET sequence = %s, hash = %s WHERE id = %s"  # noqa: S608  # our own table


@dataclass(frozen=True)
class Entry:
    """What is to be noted: who, whose, purpose, what, when."""

    at: datetime
    account_id: UUID | None
    actor: str
    role: str
    purpose: str
    what: str
    people: tuple[UUID, ...]
    permitted: bool = True
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Broken:
    """The first line that doesn't hold, and why."""

    sequence: int
    because: str


def note(entry: Entry) -> AccessLine:
    """Add one line to the end of the organization's trail, in the caller's transaction if there is one."""
    # No savepoint: a line that can't be written takes the writing it tells of along.
    with transaction.atomic(savepoint=False):
        head = _locked_head()
        people = sorted(str(person) for person in entry.people)
        line = AccessLine(
            sequence=head.sequence + 1,
            at=entry.at.astimezone(UTC),
            account_id=entry.account_id,
            actor=entry.actor,
            role=entry.role,
            purpose=entry.purpose,
            what=entry.what,
            permitted=entry.permitted,
            people=people,
            detail=entry.detail,
            previous_hash=head.hash,
        )
        line.hash = hash_of(line)
        plainly.insert(AccessLine, [vars(line)])
        about = [{"person_id": person} for person in people]
        plainly.insert(AccessedPerson, about, shared={"line_id": line.pk, "at": line.at})
        _move(head, sequence=line.sequence, hash_=line.hash)
    return line


@dataclass(frozen=True)
class _Head:
    pk: Any
    sequence: int
    hash: str


def _locked_head() -> _Head:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    mine = ChainHead._meta.pk.get_db_prep_value(scope.organization_id(), connection)
    with connection.cursor() as cursor:
        cursor.execute(_READ + lock, [mine])
        row = cursor.fetchone()
    if row is not None:
        return _Head(*row)
    ChainHead.objects.bulk_create([ChainHead()], ignore_conflicts=True)
    return _locked_head()


def _move(head: _Head, *, sequence: int, hash_: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [sequence, hash_, head.pk])


def hash_of(line: AccessLine) -> str:
    """The seal of a line: SHA-256 over its content in one canonical form."""
    content = {
        "organization": str(line.organization_id),
        "sequence": line.sequence,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "account": str(line.account_id) if line.account_id else None,
        "actor": line.actor,
        "role": line.role,
        "purpose": line.purpose,
        "what": line.what,
        "permitted": line.permitted,
        "people": line.people,
        "detail": line.detail,
        "previous": line.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def find_break(lines: Iterable[AccessLine], *, head: ChainHead | None = None) -> Broken | None:
    """The first broken line of a whole trail in order, or None when it is whole.

    `head` is the end of the trail as it was read before its lines, where others go on writing.
    """
    previous, expected = "", 1
    for line in lines:
        if line.sequence != expected:
            return Broken(expected, "is missing")
        if line.previous_hash != previous:
            return Broken(line.sequence, "doesn't follow the line before it")
        if line.hash != hash_of(line):
            return Broken(line.sequence, "was changed after it was written")
        previous, expected = line.hash, expected + 1
    head = head or ChainHead.objects.first()
    if head is not None and (head.sequence, head.hash) != (expected - 1, previous):
        return Broken(expected, "is missing: the trail ends before its head")
    return None


def in_order() -> Iterator[AccessLine]:
    """The organization's trail from its first line, read in pieces."""
    return AccessLine.objects.order_by("sequence").iterator(chunk_size=2000)
