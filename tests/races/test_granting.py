"""Two tabs that sign at once: one paper is in force, and the other tab is told to look again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cast import TODAY, Cast
from races.at_once import needs_connections, refused_at_once, run_on_a_file, runs_them_on_a_file
from stepwell.actions import charts, granting, inviting_supporters
from stepwell.actions.consenting import ChangedMeanwhile
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents.models import ConsentSignature

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
]
UNTIL = TODAY + timedelta(days=9)


@needs_connections
def test_two_papers_signed_at_once_do_not_add_up(cast: Cast, at: datetime) -> None:
    own = charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)
    inviting_supporters.invite(
        own,
        given_name="Elena",
        family_name="",
        relation="sister",
        email=cast.elena_account.email,
        key="i",
        at=at,
    )

    refused = refused_at_once(
        cast, *(_sign(cast, item, at) for item in (Category.SCHEDULE, Category.ATTENDANCE))
    )

    assert [type(one) for one in refused] == [ChangedMeanwhile]
    assert ConsentSignature.objects.count() == 1
    [grant] = granting.list_grants(own, at=at)
    assert sum(grant.sees.values()) == 1


@runs_them_on_a_file
def test_it_holds_on_sqlite_with_several_connections(tmp_path: Path) -> None:
    assert run_on_a_file(__file__, tmp_path).startswith(".s")


def _sign(cast: Cast, item: Category, at: datetime) -> Callable[[], object]:
    by = cast.sign_in(cast.sam_account)

    def sign() -> object:
        own = charts.open_own(by, what="sharing", at=at)
        return granting.grant(own, cast.elena.pk, items=[item], until=UNTIL, key=item.value, at=at)

    return sign
