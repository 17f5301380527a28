"""How often a network may do something for which nobody signs in."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from stepwell.records.entrance.models import SignInAttempt


def may_do(what: str, *, network: str, times: int, within: timedelta, at: datetime) -> bool:
    """Whether this network may do it once more; if so, it is counted. What was refused doesn't count.

    The network is kept as a keyed hash, as tries to sign in are, and for a day at most.
    """
    text = f"limit\0{what}\0{network}"
    bucket = hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    row = SignInAttempt.objects.create(bucket=bucket, at=at)
    if SignInAttempt.objects.filter(bucket=bucket, at__gt=at - within).count() > times:
        row.delete()
        return False
    return True
