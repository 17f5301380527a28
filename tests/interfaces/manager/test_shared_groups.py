"""A group that several sites share, on the manager's pages; and a new site as the manager wants it."""

from __future__ import annotations

import pytest
from django.test import Client

from actions.timetabling.by_hand import drafted
from actions.timetabling.two_sites import two_sites
from cast import AT, Cast
from stepwell.actions.timetabling import viewing, what_if

PAGES = "/manage/timetable"


def test_the_wall_and_the_group_tell_who_comes_from_elsewhere(cast: Cast, grace: Client) -> None:
    two = two_sites(cast, AT)
    by = cast.sign_in(cast.grace)
    (group,) = [
        each for each in viewing.view(by, two.draft, site_id=cast.hill.pk, at=AT).groups if each.is_shared
    ]

    wall = grace.get(f"{PAGES}/{two.draft}?site={cast.hill.pk}").content.decode()
    page = grace.get(f"{PAGES}/{two.draft}/group?group={group.key}").content.decode()

    assert "from another site" in wall or "from other sites" in wall
    assert "Nadia V." in page
    assert "Riverside" in page
    assert "Several sites share this group" in page
    assert "Keep it here" not in page
    assert "Let it move" not in page


def test_a_new_site_is_asked_for_with_rooms_and_leaders(cast: Cast, grace: Client) -> None:
    draft = drafted(cast, AT)
    told = {"new_rooms": "3", "new_leaders": str(cast.priya.pk), "key": "q"}

    answer = grace.post(f"{PAGES}/{draft}/what-if", told)

    assert answer.status_code == 302
    (found,) = what_if.answers(cast.sign_in(cast.grace), draft)
    assert str(found.sentence) == "With a new site: 3 rooms, and somebody like Priya N."


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"new_leaders": "priya"}, "new_rooms"),
        ({"new_rooms": "0"}, "new_rooms"),
        ({"new_rooms": "2", "new_leaders": "nobody"}, "new_leaders"),
    ],
)
def test_a_new_site_that_makes_no_sense_is_refused_beside_its_field(
    cast: Cast, grace: Client, told: dict[str, str], field: str
) -> None:
    draft = drafted(cast, AT)
    said = {name: str(cast.priya.pk) if value == "priya" else value for name, value in told.items()}

    answer = grace.post(f"{PAGES}/{draft}/what-if", {**said, "key": "q"})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
