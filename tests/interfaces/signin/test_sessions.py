"""Sessions end in time, everywhere at once when asked, and without a trace when left."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cast import AT, Cast
from stepwell.actions import inviting
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared.idle import IDLE
from stepwell.kernel import clock
from stepwell.records.people.models import Account

PAGE = "/sign-in/everywhere/"


def signed_in(account: Account | None) -> Client:
    assert account is not None
    browser = Client()
    browser.force_login(account)
    browser.get(PAGE)
    return browser


@pytest.mark.parametrize(("who", "minutes"), [("sam", 30), ("priya", 15), ("grace", 10), ("ada", 10)])
def test_a_quiet_session_ends_after_the_time_of_its_role(cast: Cast, who: str, minutes: int) -> None:
    account = cast.sam_account if who == "sam" else getattr(cast, who).account
    with time_machine.travel(AT, tick=False) as traveller:
        browser = signed_in(account)
        traveller.shift(timedelta(minutes=minutes, seconds=-1))
        before = browser.get(PAGE).status_code
        traveller.shift(timedelta(minutes=minutes, seconds=1))

        after = browser.get(PAGE)

    assert before == 200
    assert (after.status_code, after["Location"]) == (302, f"/sign-in/?next={PAGE}")


def test_no_session_lasts_longer_than_twelve_hours(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False) as traveller:
        browser = signed_in(cast.sam_account)
        statuses = []
        for _ in range(25 * 2):
            traveller.shift(timedelta(minutes=15))
            statuses.append(browser.get(PAGE).status_code)

    assert statuses[: 12 * 4] == [200] * 48
    assert 302 in statuses[12 * 4 :]


def test_every_role_has_a_lifetime() -> None:
    assert IDLE.keys() == set(Role) - {Role.SYSTEM}


def test_a_page_is_not_a_write(cast: Cast, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = signed_in(cast.elena_account)
    browser.get("/family/")

    with CaptureQueriesContext(connection) as asked:
        browser.get("/family/")

    assert not [
        q["sql"] for q in asked.captured_queries if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))
    ]
    assert len(asked) <= 6  # on PostgreSQL two of them name the organization


def test_signing_out_clears_what_the_browser_kept(cast: Cast) -> None:
    browser = signed_in(cast.sam_account)

    answer = browser.post("/sign-out")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get(PAGE).status_code == 302


def test_signing_out_takes_a_post(cast: Cast) -> None:
    browser = signed_in(cast.sam_account)

    assert browser.get("/sign-out").status_code == 405
    assert browser.get(PAGE).status_code == 200


def test_leaving_ends_the_session_and_shows_a_page_about_something_else(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.sam_account)

    answer = browser.post("/leave", follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [("/away", 302)]
    assert "http" not in page
    assert not any(word in page for word in ("Stepwell", "Notes", "program", "Sign", "sign-in"))
    assert browser.get("/family/").status_code == 302
    assert answer["Cache-Control"] == "no-store"


def test_leaving_forgets_the_device_too(cast: Cast) -> None:
    browser = signed_in(cast.sam_account)

    answer = browser.post("/leave")

    gone = {name for name, morsel in answer.cookies.items() if morsel["max-age"] == 0}
    assert {"s", "c", "d"} <= gone


def test_leaving_works_for_who_is_signed_out(db: None) -> None:
    assert Client().post("/leave")["Location"] == "/away"


def test_signing_out_everywhere_ends_the_other_sessions(cast: Cast) -> None:
    phone, tablet = Client(), Client()
    for browser in (phone, tablet):
        browser.post(inviting.fresh_link(cast.sam_account, at=clock.now()))
    places = phone.get(PAGE).content.decode()

    phone.post(PAGE)

    assert places.count("since") == 2

    assert phone.get(PAGE).status_code == 302
    assert tablet.get(PAGE).status_code == 302


def test_somebody_who_no_longer_works_here_is_signed_out(cast: Cast) -> None:
    browser = signed_in(cast.priya.account)
    cast.priya.retired_at = AT
    cast.priya.save(update_fields=["retired_at"])

    assert browser.get(PAGE).status_code == 302


def test_the_language_is_kept_with_the_account(cast: Cast) -> None:
    browser = signed_in(cast.elena_account)

    answer = browser.post("/language", {"language": "es", "next": "/family/"})

    assert answer["Location"] == "/family/"
    assert '<html lang="es"' in browser.get("/family/").content.decode()
    assert '<html lang="es"' in signed_in(cast.elena_account).get("/family/").content.decode()


def test_the_language_of_somebody_signed_out_is_kept_on_the_device(db: None) -> None:
    browser = Client()

    browser.post("/language", {"language": "es", "next": "/help-now"})

    assert '<html lang="es"' in browser.get("/help-now").content.decode()


def test_choosing_a_language_never_leads_to_another_host(db: None) -> None:
    answer = Client().post("/language", {"language": "es", "next": "https://elsewhere.invalid/"})

    assert answer["Location"] == "/"
