"""A new key for the keyring: every person's key is wrapped anew, and no text is touched.

An old key leaves the ring only a day after it went out of force and when no row uses it,
because a request, a worker or an import that began before may still hold what it wrapped.
`drop_now` is for a ring that leaked, with everything else stopped. Anchors are signed
again before an old key goes, so that nobody who finds it can sign one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from stepwell.actions import sign_in_secrets
from stepwell.records.audit import anchors
from stepwell.records.people import keyring
from stepwell.records.people.keyring import Keyring
from stepwell.records.people.models import PersonKey
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

BATCH = 500
GRACE = timedelta(days=1)
RETIRED = "retired-keys.json"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Rotated:
    """What a rotation did."""

    active: str
    is_resumed: bool
    rewrapped: int
    dropped: tuple[str, ...]
    kept: tuple[str, ...]


def rotate(*, at: datetime, drop_now: bool = False, progress: Progress = lambda done, total: None) -> Rotated:
    """Put a new key in force and wrap every person's key with it.

    Stopped half-way, both keys are in the ring and everything opens; run again, it goes on
    with the same new key. `progress` is told how many of how many are done.
    """
    ring = keyring.current()
    is_resumed = any(name != ring.active for name in _names_in_use())
    if not is_resumed:
        ring = ring.with_new_key()
        keyring.store(ring)
    rewrapped = _rewrap_everyone(ring.active, progress)
    retired = _retire(ring, at)
    dropped = _drop(retired, at=at, drop_now=drop_now)
    kept = tuple(name for name in keyring.current().keys if name != ring.active)
    return Rotated(ring.active, is_resumed, rewrapped, dropped, kept)


def _organizations() -> list[Organization]:
    return list(Organization.objects.order_by("pk"))


def _names_in_use() -> set[str]:
    names: set[str] = set()
    for organization in _organizations():
        with scope.within(organization.pk):
            names.update(PersonKey.objects.values_list("ring_key", flat=True).distinct())
    return names


def _rewrap_everyone(active: str, progress: Progress) -> int:
    total, done = 0, 0
    for organization in _organizations():
        with scope.within(organization.pk):
            total += PersonKey.objects.exclude(ring_key=active).count()
    for organization in _organizations():
        with scope.within(organization.pk):
            while batch := _rewrap_some(active):
                done += batch
                progress(done, total)
    return done


@transaction.atomic(durable=True)
def _rewrap_some(active: str) -> int:
    """One short transaction: the rows are locked, so that nobody forgets a key that is being wrapped."""
    ring = keyring.current()
    old = PersonKey.objects.exclude(ring_key=active).order_by("pk").select_for_update()
    rows = list(old[:BATCH])
    for row in rows:
        row.ring_key, row.wrapped = ring.wrap(ring.unwrap(row.ring_key, bytes(row.wrapped)))
    PersonKey.objects.bulk_update(rows, ["ring_key", "wrapped"])
    return len(rows)


def _retire(ring: Keyring, at: datetime) -> dict[str, datetime]:
    """When each key of the ring went out of force, kept beside the ring."""
    known = {name: datetime.fromisoformat(since) for name, since in _read_retired().items()}
    retired = {name: known.get(name, at) for name in ring.keys if name != ring.active}
    _write_retired(retired)
    return retired


def _drop(retired: dict[str, datetime], *, at: datetime, drop_now: bool) -> tuple[str, ...]:
    old = {name for name, since in retired.items() if drop_now or at - since >= GRACE}
    unused = old - _names_in_use()
    if not unused:
        return ()
    ring = keyring.current()
    sign_in_secrets.reseal_all(old_names=unused)
    anchors.sign_again(ring)
    keyring.store(Keyring(ring.active, _without(ring, unused)))
    _write_retired({name: since for name, since in retired.items() if name not in unused})
    return tuple(sorted(unused))


def _without(ring: Keyring, names: Iterable[str]) -> dict[str, bytes]:
    gone = set(names)
    return {name: key for name, key in ring.keys.items() if name not in gone}


def _retired_path() -> Path:
    return keyring.path().with_name(RETIRED)


def _read_retired() -> dict[str, str]:
    path = _retired_path()
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def _write_retired(retired: dict[str, datetime]) -> None:
    path = _retired_path()
    scratch = path.with_name(f".{RETIRED}.{os.getpid()}")
    words = json.dumps({name: since.isoformat() for name, since in retired.items()}, indent=1)
    scratch.write_text(words, encoding="utf-8")
    scratch.replace(path)
