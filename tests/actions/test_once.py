"""Doing it twice is doing it once."""

from datetime import datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from cast import Cast
from stepwell.actions import once
from stepwell.records.effects.models import DoneOnce


@pytest.mark.parametrize("has_account", [True, False])
def test_a_key_counts_once_for_whoever_brings_it(cast: Cast, at: datetime, has_account: bool) -> None:
    account = cast.sam_account.pk if has_account else None

    asked = [once.is_first_time("k", action="a", account_id=account, at=at) for _ in range(2)]

    assert asked == [True, False]


def test_two_accounts_may_bring_the_same_key(cast: Cast, at: datetime) -> None:
    for account in (cast.sam_account.pk, cast.elena_account.pk, None):
        assert once.is_first_time("k", action="a", account_id=account, at=at)


@pytest.mark.parametrize("account", [UUID(int=1), None])
def test_the_database_itself_refuses_a_key_twice(cast: Cast, at: datetime, account: UUID | None) -> None:
    DoneOnce.objects.create(key="k", action="a", account_id=account, at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        DoneOnce.objects.create(key="k", action="a", account_id=account, at=at)
