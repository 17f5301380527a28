"""Adding a guest and finding earlier sessions, asked for as a browser does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cast import AT, TODAY, Cast, enroll_another
from stepwell.actions import enrolling
from stepwell.kernel.identifiers import new_id
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance

Desk = Callable[[Staff], Client]


@pytest.fixture
def desk(cast: Cast) -> Iterator[Desk]:
    """A browser in which somebody of the staff is signed in, the evening of the group."""

    def sign_in(who: Staff) -> Client:
        client = Client()
        assert who.account is not None
        client.force_login(who.account)
        return client

    with time_machine.travel(AT + timedelta(hours=6, minutes=12), tick=False):
        yield sign_in


@pytest.fixture
def nell(cast: Cast) -> Person:
    """In the program at Riverside, in no group."""
    return enroll_another(cast, "Nell", "Ostrow", at=AT)


def _url(cast: Cast) -> str:
    return reverse("clinician:guests", args=[cast.today.pk])


def _form(person: Person, **more: str) -> dict[str, str]:
    return {"person": str(person.pk), "key": str(new_id()), **more}


def _is_on_list(cast: Cast, person: Person) -> bool:
    return Attendance.objects.filter(session=cast.today, person=person).exists()


def test_a_guest_is_found_by_name_and_added_to_the_list(cast: Cast, desk: Desk, nell: Person) -> None:
    client = desk(cast.priya)
    page = client.get(reverse("clinician:today")).content.decode()
    assert f"{_url(cast)}?back=today" in page
    assert "Nell Ostrow" in client.get(_url(cast), {"q": "nel"}).content.decode()

    answer = client.post(_url(cast), _form(nell, back="today"), follow=True)

    assert answer.redirect_chain[0][0].endswith(f"?session={cast.today.pk}#p-{nell.pk}")
    assert "Nell O. is on the list of this session now" in answer.content.decode()
    assert _is_on_list(cast, nell)


def test_the_same_form_twice_adds_one(cast: Cast, desk: Desk, nell: Person) -> None:
    form, client = _form(nell), desk(cast.priya)
    assert [client.post(_url(cast), form).status_code for _ in range(2)] == [302, 302]
    assert Attendance.objects.filter(session=cast.today, person=nell).count() == 1


def test_who_is_on_the_list_can_not_be_added_again(cast: Cast, desk: Desk) -> None:
    page = desk(cast.priya).get(_url(cast), {"q": "sam"}).content.decode()
    assert "on the list already" in page
    assert f'value="{cast.sam.pk}"' not in page


def test_a_full_session_says_so_and_keeps_what_was_typed(cast: Cast, desk: Desk, nell: Person) -> None:
    cast.group.max_members = 2
    cast.group.save(update_fields=["max_members"])
    answer = desk(cast.priya).post(_url(cast), _form(nell, q="nel"))
    assert answer.status_code == 422
    assert "All 2 places of this session are taken" in answer.content.decode()
    assert 'value="nel"' in answer.content.decode()
    assert not _is_on_list(cast, nell)


def test_people_kept_apart_are_refused_without_a_name(cast: Cast, desk: Desk, nell: Person) -> None:
    enrolling.keep_apart(nell, cast.sam, by=cast.sign_in(cast.june), at=AT)
    answer = desk(cast.priya).post(_url(cast), _form(nell, q="nel"))
    assert answer.status_code == 422
    assert "take this person. Choose another session." in answer.content.decode()
    assert "Sam" not in answer.content.decode()
    assert not _is_on_list(cast, nell)


def test_who_is_at_another_site_is_neither_found_nor_added(cast: Cast, desk: Desk) -> None:
    client = desk(cast.priya)
    assert "Nadia" not in client.get(_url(cast), {"q": "nad"}).content.decode()
    assert client.post(_url(cast), _form(cast.nadia)).status_code == 404
    assert not _is_on_list(cast, cast.nadia)
    assert desk(cast.omar).get(_url(cast)).status_code == 404


def test_earlier_sessions_of_mine_and_of_a_group_are_a_link_away(cast: Cast, desk: Desk) -> None:
    past = Session.objects.filter(group=cast.group, held_on__lt=TODAY).latest("held_on")
    client = desk(cast.priya)
    assert reverse("clinician:earlier") in client.get(reverse("clinician:today")).content.decode()
    of_group = f"{reverse('clinician:earlier')}?group={cast.group.pk}"
    assert of_group in client.get(reverse("clinician:groups")).content.decode()
    for address in (reverse("clinician:earlier"), of_group):
        page = client.get(address).content.decode()
        assert reverse("clinician:session", args=[past.pk]) in page
        assert reverse("clinician:session", args=[cast.today.pk]) not in page


def test_a_group_at_another_site_has_no_earlier_sessions(cast: Cast, desk: Desk) -> None:
    address = f"{reverse('clinician:earlier')}?group="
    assert desk(cast.omar).get(address + str(cast.group.pk)).status_code == 404
    assert desk(cast.priya).get(address + "nothing").status_code == 404
