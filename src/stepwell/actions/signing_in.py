"""Who a request belongs to, and how often somebody may try a password.

Guessing is limited where it happens and nowhere else (docs/decisions/0003-lock-out.md):
a device that signed in before has its own allowance, every network has one for an
account and one for all accounts, and an account that is tried from everywhere leaves
each new network a single try. No limit counts against an account alone, so nobody can
lock somebody else out.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import readers
from stepwell.actions.readers import SignedIn
from stepwell.records.entrance.models import SignInAttempt
from stepwell.records.people.models import LANGUAGES, Account
from stepwell.records.tenancy import composed, scope
from stepwell.records.tenancy.composed import Gaps

WINDOW = timedelta(minutes=15)
TRIES_ON_A_KNOWN_DEVICE = 10
TRIES_FROM_A_NETWORK = 5
TRIES_FROM_A_NETWORK_FOR_ALL = 30
UNDER_ATTACK = 25
"""So many wrong passwords for one account in the last hour, from unknown devices, mean an attack."""
ATTACK_WINDOW = timedelta(hours=1)
TRIES_FROM_A_NETWORK_UNDER_ATTACK = 1
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    """A try that is allowed, and already counted."""

    rows: tuple[int, ...]


@dataclass(frozen=True)
class TooManyTries:
    """A try that is refused without looking at the password."""

    because: str


@dataclass(frozen=True)
class Limit:
    """So many tries in a window for one bucket."""

    bucket: str
    tries: int
    window: timedelta


@contextmanager
def in_scope_of(user: object) -> Iterator[SignedIn | None]:
    """The reader behind a signed-in user, inside the scope of the organization; None for anybody else."""
    if not isinstance(user, Account):
        yield None
        return
    with scope.within(user.organization_id):
        reader = readers.of(user)
        has_left = reader.staff is not None and reader.staff.retired_at is not None
        yield None if has_left else reader


@composed.once
def _accounts(gap: Gaps) -> QuerySet[Account]:
    return Account.objects.select_related("organization").filter(pk=gap.account)


def find_account(account_id: UUID) -> Account | None:
    """The account with its organization: every page asks for both. It needs no scope."""
    return _accounts.first(account=account_id)


@composed.once
def _sessions(gap: Gaps) -> QuerySet[Session]:
    return Session.objects.filter(session_key=gap.key, expire_date__gt=gap.at)


def find_session(key: str, *, at: datetime) -> Session | None:
    """What a browser's session keeps, unless it has expired. It needs no scope."""
    return _sessions.first(key=key, at=at)


def begin_try(email: str, *, network: str, knows_device: str, at: datetime) -> Attempt | TooManyTries:
    """Count a try before the password is looked at, so that many at once can't slip through.

    `knows_device` is the key of a device on which this account signed in before, or empty.
    """
    SignInAttempt.objects.filter(at__lt=at - KEPT).delete()
    name = email.strip().lower()
    rows = []
    for limit in _limits(name, network=network, knows_device=knows_device, at=at):
        row = SignInAttempt.objects.create(bucket=limit.bucket, at=at)
        rows.append(row.pk)
        if _count(limit.bucket, since=at - limit.window) > limit.tries:
            # A refused try doesn't count: hammering doesn't make the wait longer.
            SignInAttempt.objects.filter(pk__in=rows).delete()
            return TooManyTries("too many tries from this place")
    if not knows_device:
        rows.append(SignInAttempt.objects.create(bucket=_bucket("account", name), at=at).pk)
    return Attempt(tuple(rows))


def succeed(attempt: Attempt) -> None:
    """The password was right: the try no longer counts. Earlier wrong ones still do."""
    SignInAttempt.objects.filter(pk__in=attempt.rows).delete()


def network_of(address: str) -> str:
    """The network an address stands for: itself in IPv4, its /64 in IPv6, where one home has many addresses.

    >>> network_of("192.0.2.7"), network_of("2001:db8::1:2:3:4")
    ('192.0.2.7', '2001:db8::')
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((ip, 64), strict=False).network_address)
    return str(ip)


@transaction.atomic(durable=True)
def choose_language(account: Account, *, language: str) -> None:
    """Speak this language to the account from now on; one that isn't offered changes nothing."""
    if language in dict(LANGUAGES):
        Account.objects.filter(pk=account.pk).update(language=language)


@transaction.atomic(durable=True)
def set_password(account: Account, *, password: str) -> None:
    """The account signs in with this password from now on; sessions elsewhere end by it."""
    account.set_password(password)
    account.save(update_fields=["password"])


def _limits(name: str, *, network: str, knows_device: str, at: datetime) -> list[Limit]:
    if knows_device:
        return [Limit(_bucket("device", name, knows_device), TRIES_ON_A_KNOWN_DEVICE, WINDOW)]
    is_attacked = _count(_bucket("account", name), since=at - ATTACK_WINDOW) >= UNDER_ATTACK
    here = _bucket("network", name, network)
    return [
        Limit(_bucket("network for all", network), TRIES_FROM_A_NETWORK_FOR_ALL, WINDOW),
        Limit(here, TRIES_FROM_A_NETWORK_UNDER_ATTACK, ATTACK_WINDOW)
        if is_attacked
        else Limit(here, TRIES_FROM_A_NETWORK, WINDOW),
    ]


def _count(bucket: str, *, since: datetime) -> int:
    return SignInAttempt.objects.filter(bucket=bucket, at__gt=since).count()


def _bucket(*parts: str) -> str:
    text = "\0".join(parts)
    return hmac.new(settings.SECRET_KEY.encode(), f"sign-in\0{text}".encode(), hashlib.sha256).hexdigest()
