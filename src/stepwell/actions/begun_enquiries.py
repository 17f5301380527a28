"""Answers given so far, kept for who may come back: sealed by the secret of the address that leads back.

Without that address nobody reads them, the program neither. Each address works once.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions import enquiring
from stepwell.actions.charts import NotHere
from stepwell.actions.enquiring import Asked
from stepwell.records.enquiries.models import BegunEnquiry, Enquiry
from stepwell.records.people import keyring
from stepwell.records.program.models import Site

KEPT = timedelta(days=7)
KEPT_ONCE_SENT = timedelta(days=30)


@dataclass(frozen=True)
class Begun:
    """What somebody answered so far, or what it became."""

    pk: UUID
    answers: dict[str, Any]
    enquiry_id: UUID | None


@transaction.atomic(durable=True)
def begin(answers: dict[str, Any], *, at: datetime) -> str:
    """Keep the first answers; the secret of the address that leads back to them."""
    BegunEnquiry.objects.filter(expires_at__lt=at, enquiry=None).delete()
    secret = secrets.token_urlsafe(24)
    BegunEnquiry.objects.create(
        secret_hash=_hash(secret), answers=_seal(secret, answers), begun_at=at, expires_at=at + KEPT
    )
    return secret


def find(secret: str, *, at: datetime) -> Begun | None:
    """What was answered; None for a secret that is wrong or too old."""
    row = BegunEnquiry.objects.filter(secret_hash=_hash(secret), expires_at__gt=at).first()
    return None if row is None else Begun(row.pk, _open(secret, row.answers), row.enquiry_id)


@transaction.atomic(durable=True)
def answer(secret: str, answers: dict[str, Any], *, at: datetime) -> None:
    """Keep these answers instead. What was sent already stays as it was sent."""
    row = _locked(secret, at)
    if row.enquiry_id is None:
        row.answers, row.expires_at = _seal(secret, answers), at + KEPT
        row.save(update_fields=["answers", "expires_at"])


@transaction.atomic(durable=True)
def renew(secret: str, *, at: datetime) -> str:
    """A new secret for the same answers. The one before no longer leads anywhere."""
    row, fresh = _locked(secret, at), secrets.token_urlsafe(24)
    row.answers = _seal(fresh, _open(secret, row.answers)) if row.answers else None
    row.secret_hash = _hash(fresh)
    row.save(update_fields=["answers", "secret_hash"])
    return fresh


@transaction.atomic(durable=True)
def send(secret: str, asked: Asked, *, site: Site, at: datetime) -> Enquiry:
    """Ask with these answers, and forget them here. Sending twice is sending once."""
    row = _locked(secret, at)
    by = enquiring.by_the_public()
    enquiry = enquiring.write_enquiry(by, asked, site=site, key=f"begun:{row.pk}", at=at)
    row.enquiry, row.answers, row.expires_at = enquiry, None, at + KEPT_ONCE_SENT
    row.save(update_fields=["enquiry", "answers", "expires_at"])
    return enquiry


def get_enquiry(begun: Begun) -> Enquiry:
    """What the answers became; NotHere before they were sent."""
    if begun.enquiry_id is None:
        raise NotHere("There is nothing here.")
    return Enquiry.objects.select_related("site", "owner", "person__key").get(pk=begun.enquiry_id)


def _locked(secret: str, at: datetime) -> BegunEnquiry:
    rows = BegunEnquiry.objects.select_for_update(of=("self",))
    row = rows.filter(secret_hash=_hash(secret), expires_at__gt=at).first()
    if row is None:
        raise NotHere("There is nothing here.")
    return row


def _hash(secret: str) -> str:
    return hashlib.sha256(f"find\0{secret}".encode()).hexdigest()


def _key(secret: str) -> bytes:
    return hashlib.sha256(f"read\0{secret}".encode()).digest()


def _seal(secret: str, answers: dict[str, Any]) -> bytes:
    return keyring.seal(_key(secret), json.dumps(answers), about="begun enquiry")


def _open(secret: str, sealed: bytes | memoryview[int] | None) -> dict[str, Any]:
    if not sealed:
        return {}
    found: dict[str, Any] = json.loads(keyring.unseal(_key(secret), bytes(sealed), about="begun enquiry"))
    return found
