"""Sam lets his sister Elena see when he comes, come to family sessions and write; and she has looked."""

from __future__ import annotations

from datetime import datetime, timedelta

from stepwell.actions import charts, granting, inviting_supporters, readers, shared_charts
from stepwell.demo.doors import email_of
from stepwell.demo.enrolled import Participant
from stepwell.domain.privacy.terms import Category
from stepwell.records.people.models import Account

DAYS_AGO = 9
DAYS_AHEAD = 45


def share(sam: Participant, *, at: datetime) -> None:
    """Invited, tried, signed; the rest is asked of the same decision as ever."""
    signed_at = at - timedelta(days=DAYS_AGO)
    chart = charts.open_own(readers.of(sam.person.account), what="sharing", at=signed_at)
    inviting_supporters.invite(
        chart,
        given_name="Elena",
        family_name="Reyes",
        relation="sister",
        email=email_of("elena"),
        key="demo-invite-elena",
        at=signed_at,
    )
    [elena] = inviting_supporters.list_invited(chart)
    until = (at.astimezone(sam.zone) + timedelta(days=DAYS_AHEAD)).date()
    items = [Category.SCHEDULE, Category.FAMILY_SESSIONS, Category.MESSAGES]
    granting.grant(chart, elena.key, items=items, until=until, key="demo-grant-elena", at=signed_at)
    account = Account.objects.get(person=elena.key)
    shared_charts.open_shared(readers.of(account), sam.person.pk, at=at - timedelta(days=2))
