"""Doing the effects that are due: each claimed for a lease, composed, sent, noted."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import formatdate, parseaddr
from uuid import UUID

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage

from stepwell.actions import composing
from stepwell.actions.composing import Later, Letter, NotSent
from stepwell.kernel import clock
from stepwell.records.effects import queries
from stepwell.records.tenancy import scope

log = logging.getLogger(__name__)

SENT = "sent"
Send = Callable[[Letter], None]


def deliver_due(
    *,
    send: Send,
    now: Callable[[], datetime] = clock.now,
    lease: timedelta = queries.LEASE,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Do every effect that is due in every organization; how many were taken.

    The clock is asked anew for each, because sending takes its time.
    """
    taken = 0
    for organization in queries.organization_ids():
        with scope.within(organization):
            for row_id in queries.list_due(now()):
                if not goes_on():
                    return taken
                taken += deliver_one(row_id, send=send, now=now, lease=lease)
    return taken


def deliver_one(row_id: UUID, *, send: Send, now: Callable[[], datetime], lease: timedelta) -> bool:
    """Do one effect, unless another worker has it."""
    row = queries.claim(row_id, at=now(), lease=lease)
    if row is None:
        return False
    if row.attempts > queries.MOST_ATTEMPTS:  # workers died with it
        queries.finish(row, outcome=queries.GAVE_UP, at=now())
        return True
    try:
        letter = composing.compose(row, base_url=settings.BASE_URL, at=now())
        if isinstance(letter, Letter):
            send(letter)
    except (OSError, smtplib.SMTPException) as error:
        gave_up = queries.try_again(row, at=now())
        log.warning(
            "effect %s: %s, %s", row.pk, type(error).__name__, "given up" if gave_up else "tried later"
        )
        return True
    except Exception as error:  # one effect that can't be done must not hold up the others
        queries.try_again(row, at=now())
        log.error("effect %s of kind %s: %s", row.pk, row.kind, type(error).__name__)  # no words of it
        return True
    match letter:
        case Later(due_at):
            queries.wait_until(row, due_at=due_at)
        case NotSent(outcome):
            queries.finish(row, outcome=outcome, at=now())
        case _:
            queries.finish(row, outcome=SENT, at=now())
    return True


def send_by_mail(letter: Letter) -> None:
    """Hand a letter to the mail server of the settings, with nothing in it but what was composed."""
    sender = settings.DEFAULT_FROM_EMAIL
    address = parseaddr(sender)[1]
    headers = {
        "Message-ID": f"<{letter.message_id}@{address.rpartition('@')[2] or 'localhost'}>",
        "Date": formatdate(clock.now().timestamp()),
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>, <mailto:{address}?subject=STOP>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with closing(mail.get_connection()) as connection:
        EmailMessage(
            letter.subject, letter.text, sender, [letter.to], headers=headers, connection=connection
        ).send()
