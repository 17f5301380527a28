"""The privacy officer sees a person's papers, what was told, and what was asked for in vain."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from cast import TODAY, Cast
from stepwell.actions import charts, granting, inviting_supporters, shared_charts
from stepwell.domain.privacy.terms import Category


@pytest.fixture
def ada(cast: Cast, at: datetime) -> Iterator[Client]:
    """Her browser. Sam shared his times with Elena, she looked, he stopped it, she asked again."""
    with time_machine.travel(at, tick=False):
        sam = charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)
        elena = cast.sign_in(cast.elena_account)
        who = {"given_name": "Elena", "family_name": "Reyes", "relation": "sister"}
        inviting_supporters.invite(sam, **who, email=cast.elena_account.email, key="i", at=at)
        until = TODAY + timedelta(days=9)
        granting.grant(sam, cast.elena.pk, items=[Category.SCHEDULE], until=until, key="g", at=at)
        shared_charts.open_shared(elena, cast.sam.pk, at=at)
        granting.stop(sam, cast.elena.pk, key="s", at=at)
        with pytest.raises(charts.NotHere):
            shared_charts.open_shared(elena, cast.sam.pk, at=at)
        browser = Client()
        assert cast.ada.account is not None
        browser.force_login(cast.ada.account)
        yield browser


def test_papers_disclosures_and_denials_stand_on_one_page(ada: Client, cast: Cast) -> None:
    page = ada.get(f"/trail/person/{cast.sam.pk}/").content.decode()

    for words in ("Elena Reyes", "times to come", "ended", "notice of 2024-04-16", "has been revoked"):
        assert words in page


def test_prv_04_the_account_keeps_what_was_told_before_it_was_taken_back(ada: Client, cast: Cast) -> None:
    answer = ada.get(f"/trail/person/{cast.sam.pk}/disclosures.csv")

    [row] = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["recipient"], row["what"], row["purpose"]) == ("Elena Reyes", "presence schedule", "family")
    assert row["address"] == cast.elena_account.email


def test_nothing_stands_there_of_somebody_who_signed_nothing(ada: Client, cast: Cast) -> None:
    page = ada.get(f"/trail/person/{cast.marcus.pk}/").content.decode()

    assert "signed nothing" in page
    assert "Elena" not in page
