"""Sam of the cast lets Elena in, as tests of messages and family pages need it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from cast import TODAY, Cast
from stepwell.actions import charts, founding, granting, inviting_supporters, scheduling_sessions
from stepwell.actions.charts import Chart
from stepwell.actions.consents_kept import Kept
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.privacy.terms import Category
from stepwell.records.program.models import Service
from stepwell.records.schedule.models import Session

UNTIL = TODAY + timedelta(days=30)


def own(cast: Cast, *, at: datetime) -> Chart:
    """Sam's own record."""
    return charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)


def priyas(cast: Cast, *, at: datetime) -> Chart:
    """Sam's record, opened by the counselor."""
    return charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)


def invite(cast: Cast, *, at: datetime) -> Chart:
    """Sam invites Elena, who sees nothing by it."""
    chart = own(cast, at=at)
    inviting_supporters.invite(
        chart,
        given_name="Elena",
        family_name="Reyes",
        relation="sister",
        email="elena@test.stepwell.invalid",
        key="invite-elena",
        at=at,
    )
    return chart


def let_in(
    cast: Cast, *items: Category, at: datetime, key: str = "let-in", replaces: UUID | None = None
) -> Kept:
    """Elena is invited and may see these."""
    chart = invite(cast, at=at)
    return granting.grant(chart, cast.elena.pk, items=items, until=UNTIL, replaces=replaces, key=key, at=at)


def shut_out(cast: Cast, *, at: datetime) -> None:
    """Everything is taken back from Elena."""
    granting.stop(own(cast, at=at), cast.elena.pk, key="shut-out", at=at)


def family_service(*, at: datetime) -> Service:
    """A service of the kind that families come to."""
    return founding.offer_service(
        "family", kind="family", title={"en": "Family session", "es": "Sesión familiar"}, at=at
    )


def family_session(cast: Cast, *, starts_at: datetime, at: datetime, by_video: bool = False) -> Session:
    """A family session of Sam with Priya, planned as any other."""
    return scheduling_sessions.plan_individual(
        priyas(cast, at=at),
        site=cast.riverside,
        room=None if by_video else cast.room,
        service=family_service(at=at),
        leader=cast.priya,
        starts_at=starts_at,
        minutes=60,
        by_video=by_video,
        at=at,
    )
