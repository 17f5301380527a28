"""The edition that screenings rate by: the one that ships, or a file of the program's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.placement import files
from stepwell.domain.placement.edition import Edition
from stepwell.domain.privacy.access import Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.strict_json import FileRefused
from stepwell.records.placement.models import EditionInForce, KeptEdition

NEUTRAL = "stepwell-neutral/1"
"""In force until a program chooses another."""
LARGEST = 400_000
"""Bytes of a file; the one that ships has six thousand."""


class EditionRefused(Refusal):
    """The file can't be an edition of this program; the sentence says where and why."""


@dataclass(frozen=True)
class Kept:
    """An edition the program has, and whether new screenings rate by it."""

    row: KeptEdition
    edition: Edition
    is_in_force: bool


@transaction.atomic(durable=True)
def load(by: SignedIn, text: bytes, *, license: str, key: str, at: datetime) -> KeptEdition:
    """Keep a `stepwell-edition/1` file of the program's own, and rate by it from now on.

    Screenings that were begun go on by the edition they were begun with. Refused by name of the
    key and the place where something is wrong, and where the id is another edition's already.
    """
    need_role(by, Role.MANAGER)
    edition = _read(text)
    if not once.is_first_time(key, action="load_edition", account_id=by.account_id, at=at):
        return KeptEdition.objects.get(edition_id=edition.id)
    if not license.strip():
        raise EditionRefused(gettext_noop("Say by what the program may use it."))
    row = _keep(edition, text.decode(), license=license.strip(), by=by.account_id, at=at)
    _put_in_force(row, by=by.account_id, at=at)
    return row


@transaction.atomic(durable=True)
def choose(by: SignedIn, edition_id: UUID, *, key: str, at: datetime) -> None:
    """New screenings rate by this edition, which is kept already. NotHere for one that isn't."""
    need_role(by, Role.MANAGER)
    row = KeptEdition.objects.filter(pk=edition_id).first()
    if row is None:
        raise NotHere("There is no such edition.")
    if once.is_first_time(key, action="choose_edition", account_id=by.account_id, at=at):
        _put_in_force(row, by=by.account_id, at=at)


@transaction.atomic(durable=True)
def choose_neutral(by: SignedIn, *, key: str, at: datetime) -> None:
    """New screenings rate by the edition that ships."""
    need_role(by, Role.MANAGER)
    if once.is_first_time(key, action="choose_edition", account_id=by.account_id, at=at):
        _put_in_force(_neutral(at=at), by=by.account_id, at=at)


def list_kept(by: SignedIn) -> Sequence[Kept]:
    """The editions of the program, the newest first, the one that ships at the end. For its managers."""
    need_role(by, Role.MANAGER)
    rows = list(KeptEdition.objects.exclude(edition_id=NEUTRAL).order_by("-loaded_at"))
    now = EditionInForce.objects.filter(until_at=None).select_related("edition").first()
    current = now.edition.edition_id if now is not None else NEUTRAL
    shipped = KeptEdition(edition_id=NEUTRAL, title=files.shipped(NEUTRAL).title)
    return [
        *(Kept(row, edition_of(row), row.edition_id == current) for row in rows),
        Kept(shipped, files.shipped(NEUTRAL), current == NEUTRAL),
    ]


def in_force(*, at: datetime) -> KeptEdition:
    """What a screening that begins now rates by. Inside a transaction: it may keep the one that ships."""
    now = EditionInForce.objects.filter(until_at=None).select_related("edition").first()
    return now.edition if now is not None else _neutral(at=at)


def current() -> Edition:
    """What a screening that begins now rates by, as the rules know it. It writes nothing."""
    now = EditionInForce.objects.filter(until_at=None).select_related("edition").first()
    return edition_of(now.edition) if now is not None else files.shipped(NEUTRAL)


def edition_of(row: KeptEdition) -> Edition:
    """The edition as the rules know it."""
    return _read_kept(row.text)


@lru_cache(maxsize=32)
def _read_kept(text: str) -> Edition:
    """Its words never change, so they are read once."""
    return files.read_edition(text)


def _read(text: bytes) -> Edition:
    if len(text) > LARGEST:
        raise EditionRefused(gettext_noop("This file is too large for an edition."))
    try:
        return files.read_edition(text)
    except FileRefused as refused:
        raise EditionRefused("%(fault)s", fault=str(refused)) from refused


def _neutral(*, at: datetime) -> KeptEdition:
    row = KeptEdition.objects.filter(edition_id=NEUTRAL).first()
    if row is not None:
        return row
    return _keep(files.shipped(NEUTRAL), files.shipped_text(NEUTRAL).decode(), license="", by=None, at=at)


def _keep(edition: Edition, text: str, *, license: str, by: UUID | None, at: datetime) -> KeptEdition:
    """The row of this edition; the same file again is the same row."""
    row, is_new = KeptEdition.objects.get_or_create(
        edition_id=edition.id,
        defaults={
            "title": edition.title,
            "text": text,
            "license": license,
            "loaded_at": at,
            "loaded_by": by,
        },
    )
    if not is_new and edition_of(row) != edition:
        raise EditionRefused(
            gettext_noop(
                'id: "%(id)s" is kept already and says something else. Screenings point to it, so it '
                "stays as it is: give the new one another id."
            ),
            id=edition.id,
        )
    return row


def _put_in_force(row: KeptEdition, *, by: UUID | None, at: datetime) -> None:
    now = EditionInForce.objects.select_for_update().filter(until_at=None)
    if now.filter(edition=row).exists():
        return
    now.update(until_at=at)
    EditionInForce.objects.create(edition=row, from_at=at, chosen_by=by)
