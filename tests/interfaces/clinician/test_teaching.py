"""The curriculum at the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from cast import Cast
from stepwell.domain.curriculum.files import shipped

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def priya(cast: Cast) -> Client:
    assert cast.priya.account is not None
    browser = Client()
    browser.force_login(cast.priya.account)
    return browser


def test_the_week_stands_beside_its_floor_and_every_session_has_its_page(priya: Client) -> None:
    page = priya.get("/desk/curriculum/").content.decode()
    sessions = [session for module in shipped().modules for session in module.sessions]
    assert f"{len(sessions)} sessions" in page
    assert "The floor is 540 minutes" in page
    assert all(f"/desk/curriculum/{session.id}" in page for session in sessions)


def test_a_session_is_read_whole_in_either_language(priya: Client) -> None:
    session = shipped().modules[0].sessions[0]
    for language, words in (("en", session.aim.en), ("es", session.aim.es)):
        assert words in priya.get(f"/desk/curriculum/{session.id}?in={language}").content.decode()
    assert priya.get("/desk/curriculum/no-such-one").status_code == 404
