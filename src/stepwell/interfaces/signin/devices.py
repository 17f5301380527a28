"""Devices that signed in before, known by a signed cookie that names nobody."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "d"
SALT = "stepwell.device"
KEPT_SECONDS = 180 * 24 * 3600
MOST_ACCOUNTS = 4
"""A shared tablet remembers the last few accounts, so the cookie stays small."""


def find_device(request: HttpRequest, email: str) -> str:
    """The key of this device when this account signed in here before, or an empty text."""
    return _read(request).get(_tag(email), "")


def remember(request: HttpRequest, response: HttpResponseBase, *, email: str) -> None:
    """Let the device be known to this account from now on."""
    known = _read(request)
    tag = _tag(email)
    key = known.pop(tag, "") or secrets.token_urlsafe(12)
    latest = dict([*known.items(), (tag, key)][-MOST_ACCOUNTS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=SALT),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {}
    return dict(known)


def _tag(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:20]
