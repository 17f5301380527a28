"""The page of a session: notes written, merged, signed and amended, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

import noted
from cast import Cast
from noted import AFTER, DURING, SAMS
from stepwell.domain.notes.written import Participation, Written
from stepwell.kernel import clock
from stepwell.records.notes.models import CounselingNote, Note, NoteEntry, SignedNote
from stepwell.records.program.models import Staff

JSON = {"HTTP_ACCEPT": "application/json"}
Move = Callable[[datetime], None]


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Sets the product's clock."""

    def to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    return to


@pytest.fixture
def priya(cast: Cast, move: Move) -> Client:
    move(DURING)
    return _browser(cast.priya)


def _browser(who: Staff) -> Client:
    assert who.account is not None
    browser = Client()
    browser.force_login(who.account)
    return browser


def _at(cast: Cast, rest: str = "") -> str:
    return f"/desk/sessions/{cast.today.pk}{rest}"


def _line(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"person": str(cast.sam.pk), "base_version": "0", "key": "", **more}


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_line_saved_by_the_button_is_on_the_page(cast: Cast, priya: Client) -> None:
    answer = priya.post(_at(cast, "/notes"), _line(cast, line=SAMS, participation="freely"))
    assert answer.status_code == 302
    assert SAMS in _text(priya.get(_at(cast)))


def test_a_line_saved_by_script_is_answered_with_its_version(cast: Cast, priya: Client) -> None:
    priya.post(_at(cast, "/notes"), _line(cast, line="Named one.", device="hers"), **JSON)
    told = priya.post(_at(cast, "/notes"), _line(cast, line="Laughed a lot.", device="his"), **JSON).json()
    assert (told["version"], told["is_merged"]) == (2, True)
    assert told["line"] == "Named one.\nLaughed a lot."
    assert told["saved_at"] == "19:00:00"


def test_too_long_a_line_comes_back_whole_with_a_sentence(cast: Cast, priya: Client) -> None:
    long = "word " * 1200
    answer = priya.post(_at(cast, "/notes"), _line(cast, line=long))
    assert answer.status_code == 422
    assert long.strip() in _text(answer)
    assert "at most 4000 letters" in _text(answer)


@pytest.mark.parametrize("wrong", [{"person": "x"}, {"base_version": "-1"}, {"participation": "loudly"}])
def test_what_makes_no_sense_writes_nothing(cast: Cast, priya: Client, wrong: dict[str, str]) -> None:
    answer = priya.post(_at(cast, "/notes"), _line(cast, line="Hm.", **wrong))
    assert answer.status_code == 422
    assert not NoteEntry.objects.exists()


def test_the_curriculum_gives_its_words_and_leaves_what_is_written(cast: Cast, priya: Client) -> None:
    sent = {"base_version": "0", "topic": "chain", "did": "Our own words.", "use": "1"}
    priya.post(_at(cast, "/about"), sent)
    shown = _text(priya.get(_at(cast)))
    assert "Our own words." in shown
    assert "How one thing leads to the next" in shown
    assert "Cognitive behavioral relapse prevention" in shown


def test_an_open_page_asks_what_changed_and_reads_only_then(cast: Cast, priya: Client) -> None:
    before = priya.get(_at(cast, "/versions")).json()
    noted.write(cast, cast.sam, Written(line="Spoke with Marcus about the payday plan."))
    after = priya.get(_at(cast, "/versions")).json()
    sam = str(cast.sam.pk)
    assert (before["notes"][sam], after["notes"][sam]) == (0, 1)
    lines = {line["person"]: line for line in priya.get(_at(cast, "/lines")).json()["lines"]}
    assert lines[sam]["line"] == "Spoke with Marcus about the payday plan."
    assert "Somebody else of this group" in lines[sam]["findings"]


def test_everything_finished_is_signed_at_once_and_then_read_only(
    cast: Cast, priya: Client, move: Move
) -> None:
    noted.write_all(cast)
    move(AFTER)
    page = _text(priya.get(_at(cast, "/sign")))
    assert "Sign what is ready (2 of 2)" in page
    versions = {f"version-{person.pk}": "1" for person in (cast.sam, cast.marcus)}
    answer = priya.post(_at(cast, "/sign"), versions)
    assert answer.status_code == 302
    assert SignedNote.objects.count() == 2
    assert 'name="line"' not in _text(priya.get(_at(cast)))
    late = priya.post(_at(cast, "/notes"), _line(cast, line="More.", base_version="1"), **JSON)
    assert (late.status_code, late.json()["signed"]) == (422, True)


def test_words_typed_while_another_signed_come_back_with_the_way_to_amend(
    cast: Cast, priya: Client, move: Move
) -> None:
    noted.write_all(cast)
    noted.sign(cast)
    move(AFTER)
    answer = priya.post(_at(cast, "/notes"), _line(cast, line="Wants a sponsor, too.", base_version="1"))
    assert answer.status_code == 422
    assert "Wants a sponsor, too." in _text(answer)


def test_a_copy_is_shown_beside_the_other_and_stays_for_a_reason(
    cast: Cast, priya: Client, move: Move
) -> None:
    noted.write_all(cast)
    noted.write(cast, cast.marcus, Written(Participation.FREELY, line=SAMS), base=1)
    move(AFTER)
    versions = {f"version-{cast.sam.pk}": "1", f"version-{cast.marcus.pk}": "2"}
    refused = priya.post(_at(cast, "/sign"), versions)
    assert refused.status_code == 422
    assert "Nearly the same as another person" in _text(refused)
    reasons = {f"reason-near_clone-{person.pk}": "A pair exercise." for person in (cast.sam, cast.marcus)}
    assert priya.post(_at(cast, "/sign"), {**versions, **reasons}).status_code == 302
    assert SignedNote.objects.count() == 2


def test_an_amendment_stands_beside_the_original_in_the_record(cast: Cast, priya: Client, move: Move) -> None:
    noted.write_all(cast)
    noted.sign(cast)
    move(AFTER)
    address = f"/desk/people/{cast.sam.pk}/notes/{Note.objects.get(person=cast.sam).pk}"
    sent = {"after": "1", "participation": "freely", "line": "Named one person.", "reason": ""}
    assert priya.post(address, sent).status_code == 422
    assert priya.post(address, {**sent, "reason": "I mixed up two people."}).status_code == 302
    shown = _text(priya.get(address))
    assert SAMS in shown
    assert "I mixed up two people." in shown
    assert "unchanged since" in shown


def test_a_supervisor_finds_what_waits_and_cosigns_it(cast: Cast, priya: Client, move: Move) -> None:
    Staff.objects.filter(pk=cast.priya.pk).update(supervisor=cast.omar)
    cast.omar.at_sites.create(site=cast.riverside)
    noted.write_all(cast)
    noted.sign(cast, who=Staff.objects.select_related("account").get(pk=cast.priya.pk))
    move(AFTER)
    omar = _browser(cast.omar)
    assert "Sam R." in _text(omar.get("/desk/notes"))
    address = f"/desk/people/{cast.sam.pk}/notes/{Note.objects.get(person=cast.sam).pk}"
    told = {"hash": SignedNote.objects.get(note__person=cast.sam).hash}
    assert priya.post(f"{address}/sign", told).status_code == 302
    assert "waits" in _text(priya.get(address))
    omar.post(f"{address}/sign", told)
    assert "co-signed by Omar Haddad LPC" in _text(omar.get(address))
    assert "Sam R." not in _text(omar.get("/desk/notes"))


def test_a_call_is_written_down_and_signed(cast: Cast, priya: Client) -> None:
    address = f"/desk/people/{cast.sam.pk}/notes"
    sent = {"kind": "phone", "on": "2026-05-12", "began": "09:15", "minutes": "10", "key": "k"}
    assert priya.post(address, sent).status_code == 422
    told = {**sent, "did": "Called after the missed group.", "line": "Will come on Thursday."}
    assert priya.post(address, told).status_code == 302
    assert "Will come on Thursday." in _text(priya.get(address))
    assert priya.post(address, {**told, "key": "l", "began": "23:00"}).status_code == 422


def test_own_counseling_notes_are_nobody_elses(cast: Cast, priya: Client) -> None:
    cast.omar.at_sites.create(site=cast.riverside)
    address = f"/desk/people/{cast.sam.pk}/own-notes"
    assert priya.post(address, {"text": ""}).status_code == 422
    assert priya.post(address, {"text": "A hunch of mine.", "key": "k"}).status_code == 302
    assert "A hunch of mine." in _text(priya.get(address))
    omar = _browser(cast.omar)
    assert "hunch" not in _text(omar.get(address))
    key = CounselingNote.objects.get().pk
    assert omar.post(address, {"text": "Mine now.", "note": str(key), "version": "1"}).status_code == 404
    assert "hunch" not in _text(omar.get(f"/desk/people/{cast.sam.pk}/notes"))
