"""Letters that no keyboard types, in addresses and forms: an answer, never an error of the server."""

from __future__ import annotations

import pytest
from django.test import Client

from cast import Cast
from stepwell.domain.instruments import registry
from stepwell.records.measures.models import Response
from stepwell.records.program.models import Staff

pytestmark = pytest.mark.usefixtures("noon")

NUL = "a\0b"


def _browser(who: Staff) -> Client:
    browser = Client()
    assert who.account is not None
    browser.force_login(who.account)
    return browser


@pytest.mark.parametrize("page", ["/desk/people", "/desk/find", "/find"])
def test_a_search_for_a_nul_finds_nobody(cast: Cast, page: str) -> None:
    answer = _browser(cast.priya).get(page, {"q": NUL})

    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["/manage/people", "/manage/", "/manage/hours", "/find"])
def test_a_manager_may_ask_for_a_nul(cast: Cast, page: str) -> None:
    answer = _browser(cast.grace).get(page, {"q": NUL, "site": NUL, "week": NUL, "page": NUL})

    assert answer.status_code == 200


def test_the_trail_may_be_asked_for_a_nul(cast: Cast) -> None:
    assert _browser(cast.ada).get("/trail/", {"q": NUL, "day": NUL, "person": NUL}).status_code == 200


def test_a_key_with_a_nul_is_a_key_like_others(cast: Cast, client: Client) -> None:
    client.force_login(cast.sam_account)
    form = {item.key: "1" for item in registry.get("gad7").items} | {"send": "1", "key": NUL}

    answers = [client.post("/me/measures/gad7", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Response.objects.filter(person=cast.sam, instrument="gad7").count() == 1
