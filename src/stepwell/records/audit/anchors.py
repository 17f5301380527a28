"""Signed, dated heads of the trail in a file outside the database, and the check of the whole.

A chain of hashes alone doesn't see a tail that was cut off, nor a trail that was rebuilt
from its first line. Both disagree with an anchor written before. What stays unseen is what
was cut within the minute before the next anchor, or with the file of anchors itself in hand
and a key of the keyring to sign with: keep copies of the file elsewhere (docs/operate/backup.md).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings

from stepwell.records.audit import trail
from stepwell.records.audit.models import AccessedPerson, AccessLine, ChainHead
from stepwell.records.audit.trail import Broken
from stepwell.records.people import keyring
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

PIECE = 2000


@dataclass(frozen=True)
class Whole:
    """Every line follows the one before it, and every anchor was found."""

    lines: int
    anchors: int


@dataclass(frozen=True)
class Anchor:
    """The head of one organization's trail at an instant, signed with a key of the ring."""

    organization: str
    sequence: int
    hash: str
    at: str
    signature: str = ""

    def message(self) -> bytes:
        """What the signature covers."""
        return json.dumps([self.organization, self.sequence, self.hash, self.at]).encode()

    def to_line(self) -> bytes:
        """As it stands in the file."""
        values = {
            name: getattr(self, name) for name in ("organization", "sequence", "hash", "at", "signature")
        }
        return json.dumps(values).encode() + b"\n"


class Unreadable(ValueError):
    """A line of the file of anchors isn't an anchor."""


def path() -> Path:
    """Where this installation's anchors lie."""
    return Path(settings.DATA.anchors)


def append(*, at: datetime) -> int:
    """Anchor the head of every organization's trail that has grown; how many were written."""
    with _locked() as file:
        last = {anchor.organization: anchor.sequence for anchor in _parse(file)}
        written = 0
        for head in _heads():
            if head.sequence <= last.get(str(head.organization_id), 0):
                continue
            file.write(_signed(str(head.organization_id), head.sequence, head.hash, at).to_line())
            written += 1
        if written:
            file.flush()
            os.fsync(file.fileno())
    return written


def sign_again(ring: keyring.Keyring) -> int:
    """Sign each anchor whose signature holds with the key now in force; how many were signed anew.

    One that doesn't hold is left as it is, so that what was tampered with stays visible.
    `ring` holds the old keys and the one in force.
    """
    with _locked() as file:
        before = list(_parse(file))
        after = [_sign_one(anchor, ring) for anchor in before]
        scratch = path().with_name(f".{path().name}.{os.getpid()}")
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.writelines(anchor.to_line() for anchor in after)
            out.flush()
            os.fsync(out.fileno())
        scratch.replace(path())
    return sum(old != new for old, new in zip(before, after, strict=True))


def read() -> list[Anchor]:
    """Every anchor, the oldest first. Unreadable when a line isn't one."""
    if not path().exists():
        return []
    with path().open("rb") as file:
        return list(_parse(file))


def verify(organization: UUID) -> Whole | Broken:
    """Whole, or the first line of this organization's trail that doesn't hold, and why."""
    with scope.within(organization):
        head = ChainHead.objects.first()
        mine = [anchor for anchor in read() if anchor.organization == str(organization)]
        if head is None:
            return _never_begun(mine)
        pass_ = _Pass({anchor.sequence for anchor in mine})
        lines = AccessLine.objects.filter(sequence__lte=head.sequence).order_by("sequence")
        found = trail.find_break(pass_.watch(lines.iterator(chunk_size=PIECE)), head=head)
        broken = min(filter(None, [found, pass_.index_break, _beyond(head)]), key=_place, default=None)
        broken = broken or pass_.find_unanchored(mine) or _stray_index(pass_.named, head)
        return broken or Whole(head.sequence, len(mine))


def _place(broken: Broken) -> int:
    return broken.sequence


@dataclass
class _Pass:
    """One reading of the trail that also looks at its index and remembers what was anchored."""

    wanted: set[int]
    seen: dict[int, str] = field(default_factory=dict)
    named: int = 0
    index_break: Broken | None = None
    _piece: list[AccessLine] = field(default_factory=list)

    def watch(self, lines: Iterable[AccessLine]) -> Iterator[AccessLine]:
        """The same lines, looked at on the way."""
        for line in lines:
            if line.sequence in self.wanted:
                self.seen[line.sequence] = line.hash
            self.named += len(line.people)
            self._piece.append(line)
            if len(self._piece) >= PIECE:
                self._look_up()
            yield line
        self._look_up()

    def _look_up(self) -> None:
        lines, self._piece = self._piece, []
        if not lines or self.index_break is not None:
            return
        index: dict[UUID, set[str]] = {}
        rows = AccessedPerson.objects.filter(line_id__in=[line.pk for line in lines])
        for line_id, person_id in rows.values_list("line_id", "person_id").iterator(chunk_size=PIECE):
            index.setdefault(line_id, set()).add(str(person_id))
        wrong = (line for line in lines if index.get(line.pk, set()) != set(line.people))
        first = next(wrong, None)
        if first is not None:
            self.index_break = Broken(first.sequence, "doesn't name the people its index finds it by")

    def find_unanchored(self, mine: Iterable[Anchor]) -> Broken | None:
        """The first anchor that isn't signed here, or that the trail doesn't agree with."""
        ring = keyring.current()
        for anchor in sorted(mine, key=lambda anchor: anchor.sequence):
            if not ring.has_signed(anchor.message(), anchor.signature):
                return Broken(
                    anchor.sequence, f"has an anchor of {anchor.at} that wasn't signed with this keyring"
                )
            if anchor.sequence not in self.seen:
                return Broken(
                    anchor.sequence, f"is missing: it was anchored at {anchor.at}, so the end was cut off"
                )
            if self.seen[anchor.sequence] != anchor.hash:
                return Broken(
                    anchor.sequence,
                    f"isn't the line that was anchored at {anchor.at}: the trail was written anew up to here",
                )
        return None


def _never_begun(mine: list[Anchor]) -> Whole | Broken:
    if AccessLine.objects.exists():
        return Broken(1, "has no head: the end of the trail isn't known")
    if mine:
        return Broken(mine[0].sequence, f"is missing: it was anchored at {mine[0].at}, but there is no trail")
    return Whole(0, 0)


def _beyond(head: ChainHead) -> Broken | None:
    """Lines after the head that belong to no writing; those of a writing going on have moved the head too."""
    later = AccessLine.objects.filter(sequence__gt=head.sequence).exists()
    if later and not ChainHead.objects.filter(pk=head.pk, sequence__gt=head.sequence).exists():
        return Broken(head.sequence + 1, "comes after the head of the trail")
    return None


def _stray_index(named: int, head: ChainHead) -> Broken | None:
    indexed = AccessedPerson.objects.filter(line__sequence__lte=head.sequence).count()
    if indexed == named:
        return None
    return Broken(
        head.sequence, f"or one before it: the index of people has {indexed} entries, the lines {named}"
    )


def _signed(organization: str, sequence: int, hash_: str, at: datetime) -> Anchor:
    anchor = Anchor(organization, sequence, hash_, at.astimezone(UTC).isoformat(timespec="seconds"))
    signature = keyring.current().sign(anchor.message())
    return Anchor(anchor.organization, anchor.sequence, anchor.hash, anchor.at, signature)


def _sign_one(anchor: Anchor, ring: keyring.Keyring) -> Anchor:
    if not ring.has_signed(anchor.message(), anchor.signature):
        return anchor
    return Anchor(anchor.organization, anchor.sequence, anchor.hash, anchor.at, ring.sign(anchor.message()))


def _heads() -> Iterator[ChainHead]:
    for organization in Organization.objects.order_by("pk").values_list("pk", flat=True):
        with scope.within(organization):
            head = ChainHead.objects.filter(sequence__gt=0).first()
        if head is not None:
            yield head


@contextmanager
def _locked() -> Iterator[BinaryIO]:
    """The file of anchors, for one writer at a time, at its end. A line torn by a power cut is cut off."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.with_name(f".{file.name}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as opened:
            content = opened.read()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                opened.truncate(whole)
            opened.seek(0)
            yield opened


def _parse(file: BinaryIO) -> Iterator[Anchor]:
    for number, line in enumerate(file, start=1):
        if not line.endswith(b"\n"):
            return  # torn by a power cut while it was written
        yield _one(line, number)


def _one(line: bytes, number: int) -> Anchor:
    try:
        raw: dict[str, Any] = json.loads(line)
        return Anchor(
            str(raw["organization"]),
            int(raw["sequence"]),
            str(raw["hash"]),
            str(raw["at"]),
            str(raw["signature"]),
        )
    except (ValueError, KeyError, TypeError):
        raise Unreadable(
            f"Line {number} of the trail's anchors can't be read: {path().name} was changed."
        ) from None
