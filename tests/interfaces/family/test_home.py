"""A supporter's first page tells what helps, and nothing about anybody."""

from __future__ import annotations

from django.test import Client

from cast import Cast
from stepwell.records.audit.models import AccessLine


def test_a_supporter_sees_nothing_about_anybody(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.elena_account)

    page = browser.get("/family/").content.decode()

    assert "You see nothing about anybody here" in page
    assert "Sam" not in page
    assert not AccessLine.objects.filter(account_id=cast.elena_account.pk).exists()


def test_the_page_offers_leaving_and_help_under_a_title_that_says_nothing(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.elena_account)

    page = browser.get("/family/").content.decode()

    assert "<title>Notes</title>" in page
    assert 'action="/leave"' in page
    assert 'href="/help-now"' in page
