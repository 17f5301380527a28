"""The record shows how somebody came in: the level signed, by whom, and what led there."""

from datetime import timedelta

from django.test import Client

from cast import AT, Cast
from screened import agree, ask_priya, begin, fill_in, key, sheet
from stepwell.actions import charts, deciding_levels, enrolling, readers, told_at_admission
from stepwell.actions.told_at_admission import Kind
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Purpose
from stepwell.records.enquiries.models import Enquiry


def browser(cast: Cast, who: str) -> Client:
    found = Client()
    found.force_login(getattr(cast, who).account)
    return found


def enrolled(cast: Cast) -> Enquiry:
    """Somebody for whom Priya signed, and who is in the program now."""
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    fill_in(chart, form)
    priyas = ask_priya(cast, chart, form)
    deciding_levels.sign(
        priyas,
        form,
        selected="intensive_outpatient",
        seen=sheet(priyas, form).version,
        key=key(),
        at=AT + timedelta(hours=1),
    )
    enrolling.enroll(
        enquiry.person,
        site=cast.riverside,
        template=cast.template,
        counselor=cast.priya,
        starts_on=AT.date(),
        state=EpisodeState.ACTIVE,
        at=AT,
        by=readers.system(cast.organization.pk, name="test"),
    )
    return enquiry


def test_the_record_shows_the_level_signed_and_what_led_there(cast: Cast) -> None:
    address = f"/desk/people/{enrolled(cast).person_id}/screening"

    page = browser(cast, "priya").get(address).content.decode()

    assert "Signed by Priya Natarajan, LCSW" in page
    assert "Unpleasant, and managed with support by day" in page
    assert browser(cast, "omar").get(address).status_code == 404


def test_who_came_without_a_screening_has_an_empty_page(cast: Cast) -> None:
    page = browser(cast, "priya").get(f"/desk/people/{cast.sam.pk}/screening").content.decode()

    assert "without a screening written down here" in page


def test_the_record_shows_what_was_told_at_admission(cast: Cast) -> None:
    priya = cast.sign_in(cast.priya)
    chart = charts.open_for(priya, cast.sam.pk, Purpose.TREATMENT, what="record", at=AT)
    told_at_admission.tell(chart, Kind.MEDICATION, {"name": "Buprenorphine", "dose": "8 mg"}, key="m", at=AT)
    told_at_admission.tell(chart, Kind.CONTACT, {"name": "Elena", "phone": "555-0100"}, key="c", at=AT)

    page = browser(cast, "priya").get(f"/desk/people/{cast.sam.pk}/screening").content.decode()

    assert "Buprenorphine" in page
    assert "555-0100" in page
    assert browser(cast, "grace").get(f"/desk/people/{cast.sam.pk}/screening").status_code == 404


def test_who_is_asked_to_decide_sees_how_many_wait_on_every_page(cast: Cast) -> None:
    assert deciding_levels.count_asked_of(cast.sign_in(cast.priya)) == 0
    chart, form = begin(cast, agree(cast))
    ask_priya(cast, chart, form)

    assert deciding_levels.count_asked_of(cast.sign_in(cast.priya)) == 1
    assert deciding_levels.count_asked_of(cast.sign_in(cast.june)) == 0
    page = browser(cast, "priya").get("/desk/tasks").content.decode()
    assert '<span>Decisions</span> <span class="count">1' in page
    assert "<span>Needs</span>" in page
