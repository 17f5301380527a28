"""The screening on one page, saved as one goes; the clinician's list, the decision, and what is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import AT, Cast
from on_the_way import ask, opened
from screened import agree, ask_priya, begin, fill_in, sheet, told
from stepwell.actions import assessing
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.placement.models import Answer, Assessment, ClinicianAsked, LevelDecision

pytestmark = pytest.mark.usefixtures("noon")


def browser(cast: Cast, who: str = "june") -> Client:
    found = Client()
    found.force_login(getattr(cast, who).account)
    return found


def address(name: str, enquiry: Enquiry) -> str:
    return reverse(f"intake:{name}", args=[enquiry.pk])


def posted(cast: Cast, enquiry: Enquiry, **answers: str) -> dict[str, str]:
    """The form as it is on the page now, with these answers given otherwise."""
    chart = opened(cast, enquiry)
    now = sheet(chart, Assessment.objects.get(enquiry=enquiry, is_open=True))
    found: dict[str, str] = {}
    for about, lines in (("flag", now.flags), ("dimension", now.dimensions)):
        for number, line in enumerate(lines):
            name = f"{about}-{number}"
            found |= {name: line.value, f"{name}-words": line.words, f"{name}-seen": line.seen}
    return found | {name.replace("_", "-"): value for name, value in answers.items()}


def test_a_screening_is_begun_and_red_flags_come_first(cast: Cast) -> None:
    enquiry, june = agree(cast), browser(cast)

    before = june.get(address("screening", enquiry)).content.decode()
    june.post(address("begin", enquiry), {"key": "a"})
    page = june.get(address("screening", enquiry)).content.decode()

    assert "Begin the screening" in before
    assert page.index("Red flags first") < page.index("What you found")
    assert "style=" not in page


def test_who_is_on_the_line_is_screened_at_once_unless_somebody_else_is(cast: Cast) -> None:
    june, calls, other = browser(cast), ask(cast, "Kim"), ask(cast, "Lee")

    begun = june.post(address("begin_now", calls), {"key": "a"})
    again = june.post(address("begin_now", calls), {"key": "a"})
    refused = june.post(address("begin_now", other), {"key": "b"}, follow=True).content.decode()

    assert begun["Location"] == again["Location"] == address("screening", calls)
    assert Assessment.objects.get().screening.starts_at == AT
    assert "You screen somebody else within this time." in refused


def test_the_whole_form_is_saved_without_a_script(cast: Cast) -> None:
    enquiry = agree(cast)
    begin(cast, enquiry)

    answer = browser(cast).post(
        address("save", enquiry),
        posted(cast, enquiry, dimension_2="troubled", dimension_2_words="Sleeps badly."),
    )
    page = browser(cast).get(answer["Location"]).content.decode()

    assert Answer.objects.get().value == "troubled"
    assert "Sleeps badly." in page


def test_with_a_script_only_what_changed_comes_back(cast: Cast) -> None:
    enquiry = agree(cast)
    begin(cast, enquiry)

    answer = browser(cast).post(
        address("save", enquiry),
        posted(cast, enquiry, dimension_2="troubled"),
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'id="suggestion"' in page
    assert "<fieldset" not in page  # nothing that one is typing in is touched


def test_a_colleagues_answer_is_shown_and_mine_is_asked_again_with_nothing_lost(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    mine = posted(cast, enquiry, dimension_2="settled", dimension_2_words="Mine.", dimension_1="settled")
    assessing.write(chart, form, [told(chart, form, "dimension", "mind", "troubled")], at=AT)

    answer = browser(cast).post(address("save", enquiry), mine)
    page = answer.content.decode()
    kept = {row.what: row.value for row in Answer.objects.filter(until_at=None)}

    assert answer.status_code == 422
    assert "answered this differently just now" in page
    assert "Mine." in page
    assert kept == {"mind": "troubled", "body": "settled"}


def test_a_red_flag_stops_the_page_and_says_what_to_do_now(cast: Cast) -> None:
    enquiry, june = agree(cast), browser(cast)
    begin(cast, enquiry)

    answer = june.post(
        address("save", enquiry), posted(cast, enquiry, flag_1="yes"), headers={"HX-Request": "true"}
    )
    page = june.get(address("screening", enquiry)).content.decode()

    assert answer["HX-Refresh"] == "true"
    assert "Stop here. Do this now." in page
    assert "call or text 988 together" in page
    assert "On duty now: Priya Natarajan" in page
    assert "What you found" not in page


def test_what_was_done_is_asked_for_in_words(cast: Cast) -> None:
    enquiry, june = agree(cast), browser(cast)
    begin(cast, enquiry)
    june.post(address("save", enquiry), posted(cast, enquiry, flag_1="yes"))
    flag = {"flag": "danger_to_self_or_others", "came_of": "handed_over", "key": "a"}

    wrong = june.post(address("flag", enquiry), flag)
    right = june.post(address("flag", enquiry), flag | {"words": "The ambulance came at noon."})
    page = june.get(address("screening", enquiry)).content.decode()

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Write down what was done" in wrong.content.decode()
    assert "The ambulance came at noon." in page


def test_the_clinician_finds_who_was_asked_about_decides_and_signs(cast: Cast) -> None:
    enquiry, june, priya = agree(cast), browser(cast), browser(cast, "priya")
    chart, form = begin(cast, enquiry)
    fill_in(chart, form)

    june.post(address("ask", enquiry), {"clinician": str(cast.priya.pk), "took_place": "on", "key": "a"})
    listed = priya.get("/intake/decisions").content.decode()
    page = priya.get(address("screening", enquiry))
    told_to_sign = {"selected": "intensive_outpatient", "seen": sheet(chart, form).version, "key": "b"}
    priya.post(address("sign", enquiry), told_to_sign)
    signed = priya.get(address("screening", enquiry)).content.decode()

    assert "Robin Ekberg" in listed
    assert "Decide and sign" in page.content.decode()
    assert "Signed by Priya Natarajan, LCSW" in signed
    assert Enquiry.objects.get(pk=enquiry.pk).state == "waiting"


def test_a_level_that_differs_is_asked_why_at_the_form(cast: Cast) -> None:
    enquiry, priya = agree(cast), browser(cast, "priya")
    chart, form = begin(cast, enquiry)
    fill_in(chart, form)
    ask_priya(cast, chart, form)

    told_to_sign = {"selected": "day", "seen": sheet(chart, form).version, "words": "", "key": "b"}
    answer = priya.post(address("sign", enquiry), told_to_sign)

    assert answer.status_code == 422
    assert "Choose a reason, and say why." in answer.content.decode()
    assert not LevelDecision.objects.exists()


def test_an_amendment_stands_beside_what_was_signed(cast: Cast) -> None:
    enquiry, priya = agree(cast), browser(cast, "priya")
    chart, form = begin(cast, enquiry)
    fill_in(chart, form)
    ask_priya(cast, chart, form)
    told_to_sign = {"selected": "intensive_outpatient", "seen": sheet(chart, form).version, "key": "b"}
    priya.post(address("sign", enquiry), told_to_sign)

    empty = priya.post(address("amend", enquiry), {"words": "", "key": "c"})
    priya.post(address("amend", enquiry), {"words": "Spoke with Dr. Amadi.", "key": "c"})
    page = priya.get(address("screening", enquiry)).content.decode()

    assert empty.status_code == 422
    assert "Added by Priya Natarajan, LCSW" in page


@pytest.mark.parametrize("who", ["priya", "omar", "grace", "ada"])
def test_a_screening_nobody_was_asked_about_is_like_one_that_does_not_exist(cast: Cast, who: str) -> None:
    enquiry = agree(cast)
    begin(cast, enquiry)

    theirs = browser(cast, who).get(address("screening", enquiry))

    assert theirs.status_code == 404
    assert not ClinicianAsked.objects.exists()
    assert browser(cast).get(address("screening", enquiry)).status_code == 200


def test_minutes_from_asking_to_the_screening_are_on_the_page(cast: Cast) -> None:
    enquiry = agree(cast)

    page = browser(cast).get(address("screening", enquiry)).content.decode()

    assert "0 minutes to the screening" in page
    assert "promised: 240 minutes" in page


def test_the_page_asks_the_database_as_often_when_all_is_answered(cast: Cast) -> None:
    enquiry, june = agree(cast), browser(cast)
    chart, form = begin(cast, enquiry)
    june.get(address("screening", enquiry))
    with CaptureQueriesContext(connection) as empty:
        june.get(address("screening", enquiry))
    fill_in(chart, form)

    with CaptureQueriesContext(connection) as full:
        june.get(address("screening", enquiry))

    assert len(full) <= len(empty)


def test_the_list_of_decisions_asks_as_often_for_many_as_for_one(cast: Cast) -> None:
    priya = browser(cast, "priya")
    for name in ("Robin", "Kim", "Lee"):
        chart, form = begin(cast, agree(cast, name))
        ask_priya(cast, chart, form)
        if name == "Robin":
            priya.get("/intake/decisions")
            with CaptureQueriesContext(connection) as few:
                priya.get("/intake/decisions")

    with CaptureQueriesContext(connection) as many:
        priya.get("/intake/decisions")

    assert len(many) == len(few)
