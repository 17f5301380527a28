"""Admission at the desk: papers given, facts written down, nobody admitted before what must come first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cast import AT, TODAY, Cast
from on_the_way import make_track, opened, own, wait
from stepwell.actions import admission_papers, holding_seats
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.admission.models import Authorization, Coverage, Told
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.people.models import Account
from stepwell.records.program.models import Staff

pytestmark = pytest.mark.usefixtures("noon")

START = TODAY + timedelta(days=6)


def browser_of(staff: Staff) -> Client:
    assert staff.account is not None
    browser = Client()
    browser.force_login(staff.account)
    return browser


@pytest.fixture
def june(cast: Cast) -> Client:
    return browser_of(cast.june)


@pytest.fixture
def robin(cast: Cast) -> Enquiry:
    """Robin has a seat in the evenings and starts in six days."""
    track, enquiry = make_track(cast), wait(cast)
    until = TODAY + timedelta(days=8)
    chart = opened(cast, enquiry)
    holding_seats.offer(chart, enquiry, track_id=track.pk, starts_on=START, until=until, key="offer", at=AT)
    return enquiry


def address(name: str, enquiry: Enquiry, *more: str) -> str:
    return reverse(f"intake:{name}", args=[enquiry.pk, *more])


def page(june: Client, enquiry: Enquiry) -> str:
    return june.get(address("admission", enquiry)).content.decode()


def admit(june: Client, cast: Cast, enquiry: Enquiry, key: str = "a") -> int:
    told = {"key": key, "starts_on": str(START), "counselor": str(cast.priya.pk), "seen": "pending"}
    return june.post(address("admit", enquiry), told).status_code


def test_the_page_says_what_is_missing_and_what_waits_for_it(june: Client, robin: Enquiry) -> None:
    shown = page(june, robin)

    assert "8 things are still to be done." in shown
    assert "The person agreed to treatment" in shown
    assert "Admission waits." in shown
    assert "style=" not in shown


def test_papers_are_given_signed_by_hand_and_then_the_person_is_admitted(
    cast: Cast, june: Client, robin: Enquiry
) -> None:
    june.post(address("papers", robin), {"key": "p"})
    assert "Version 2026-11-01/1, given on" in page(june, robin)
    assert admit(june, cast, robin) == 422

    june.post(address("by_hand", robin), {"key": "h", "kind": "treatment_consent"})
    assert "By hand, on paper." in page(june, robin)

    assert admit(june, cast, robin, key="b") == 302
    assert Enquiry.objects.get(pk=robin.pk).state == State.ADMITTED.value
    assert "Admitted" in page(june, robin)


def test_what_is_told_stands_there_and_can_be_taken_back(june: Client, robin: Enquiry) -> None:
    june.post(address("tell", robin, "contact"), {"key": "c", "name": "Kim Ekberg", "phone": "555-0100"})
    june.post(address("tell", robin, "medication"), {"key": "m", "name": "Naltrexone", "dose": "50 mg"})
    assert "Kim Ekberg" in page(june, robin)
    assert "Naltrexone" in page(june, robin)

    contact = Told.objects.get(kind="contact")
    june.post(reverse("intake:take_back", args=[robin.pk, contact.pk]))

    assert "Kim Ekberg" not in page(june, robin)
    assert Told.objects.filter(pk=contact.pk, voided_at=AT).exists()


def test_who_pays_and_what_is_authorized(june: Client, robin: Enquiry) -> None:
    june.post(
        address("cover", robin),
        {"key": "c", "who": "plan", "payer": "Lakeside Health", "number": "A 12", "from_on": str(TODAY)},
    )
    june.post(
        address("authorize", robin),
        {
            "key": "z",
            "units": "12",
            "unit": "day",
            "from_on": str(START),
            "until_on": str(START + timedelta(days=27)),
        },
    )

    assert "12 days" in page(june, robin)
    assert Authorization.objects.get().coverage == Coverage.objects.get()


@pytest.mark.parametrize(
    ("name", "more", "told", "words"),
    [
        ("tell", ("contact",), {"name": "", "phone": ""}, "Write down a name."),
        ("tell", ("safety_plan",), {"signs": ""}, "Write down at least how the person notices it."),
        ("cover", (), {"who": "plan", "payer": " ", "from_on": str(TODAY)}, "Write down who pays"),
        (
            "authorize",
            (),
            {"units": "3", "unit": "day", "from_on": str(START), "until_on": str(TODAY)},
            "It ends before it begins.",
        ),
        ("authorize", (), {"units": "0", "unit": "year"}, "Say from which day."),
        ("invite", (), {"email": "nobody", "language": "en"}, "valid email"),
        ("admit", (), {"starts_on": "", "counselor": ""}, "Agree on the first day."),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    june: Client, robin: Enquiry, name: str, more: tuple[str, ...], told: dict[str, str], words: str
) -> None:
    answer = june.post(address(name, robin, *more), {"key": "k", **told})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_kind_nobody_knows_is_not_there(june: Client, robin: Enquiry) -> None:
    assert june.post(address("tell", robin, "shoe-size"), {"key": "k"}).status_code == 404


def test_what_a_record_tells_is_refused_as_a_tick(june: Client, robin: Enquiry) -> None:
    answer = june.post(
        address("tick", robin), {"key": "t", "what": "disclosure_consent", "is_so": "1"}, follow=True
    )

    assert "This is done where it is written down" in answer.content.decode()


def test_a_link_is_shown_once_and_the_person_signs_on_their_phone(
    cast: Cast, june: Client, robin: Enquiry
) -> None:
    june.post(address("papers", robin), {"key": "p"})

    shown = june.post(
        address("invite", robin), {"key": "i", "email": "robin@test.stepwell.invalid", "language": "en"}
    ).content.decode()

    assert "/enter/" in shown
    assert "/enter/" not in page(june, robin)
    assert Account.objects.get(person=robin.person_id).email == "robin@test.stepwell.invalid"
    admission_papers.sign(own(cast, robin), "treatment_consent", key="s", at=AT)
    assert "Signed on" in page(june, robin)


def test_a_safety_plan_is_made_where_it_is_needed(june: Client, robin: Enquiry) -> None:
    assert "Keep this plan" not in page(june, robin)

    june.post(address("tick", robin), {"key": "t", "what": "safety_indicated", "is_so": "1"})
    assert "A safety plan is made together" in page(june, robin)

    june.post(address("tell", robin, "safety_plan"), {"key": "s", "signs": "I stop sleeping"})
    assert "I stop sleeping" in page(june, robin)


def test_a_manager_changes_the_list(cast: Cast, june: Client, robin: Enquiry) -> None:
    grace = browser_of(cast.grace)
    told = {"key": "k", "item": "", "title": "A locker is given", "stops": ["ADMIT"], "source": "Board, May"}

    assert grace.post("/intake/checklist", told).status_code == 302

    assert "A locker is given" in grace.get("/intake/checklist").content.decode()
    assert "A locker is given" in page(june, robin)


def test_the_page_of_a_person_leads_to_seat_and_admission(june: Client, robin: Enquiry) -> None:
    shown = june.get(address("enquiry", robin)).content.decode()

    assert address("admission", robin) in shown
    assert "held until" in shown
