"""Signing, co-signing, amending; and corrections that follow as amendments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

import noted
from cast import Cast
from noted import AFTER, DURING, MARCUS, SAMS, chart_of, sign, write
from stepwell.actions import amending_notes, notes_kept, signing_notes, writing_notes
from stepwell.actions.amending_notes import CannotAmend
from stepwell.actions.attending import Answer
from stepwell.actions.signing_notes import CannotCosign, CannotSign
from stepwell.domain.notes.signed import Why
from stepwell.domain.notes.written import OfSession, Participation, Written
from stepwell.records.notes.models import Note, SignedNote
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def _of(cast: Cast, person: Person) -> notes_kept.Kept:
    chart = chart_of(cast, person, at=AFTER)
    return notes_kept.get(chart, Note.objects.get(person=person).pk)


def test_a_signature_fixes_the_text_with_time_credential_and_hash(cast: Cast) -> None:
    noted.write_all(cast)
    done = sign(cast)
    assert (len(done.signed), len(done.left)) == (2, 0)
    kept = _of(cast, cast.sam)
    last = kept.last
    assert last is not None
    assert last.is_whole
    assert (last.text.signer, last.text.credential) == ("Priya Natarajan", "LCSW")
    assert (last.text.minutes, last.text.group_size, last.text.is_late) == (165, 2, False)
    assert (last.text.starts_at, last.text.did) == ("2026-05-12T18:00:00-05:00", "Mapped one craving each.")
    assert "Marcus" not in str(last.text)
    assert kept.note is not None
    assert kept.note.whole_at == AFTER


def test_notes_are_signed_when_the_session_is_over(cast: Cast) -> None:
    noted.write_all(cast)
    with pytest.raises(CannotSign):
        sign(cast, at=DURING)
    assert not SignedNote.objects.exists()


def test_a_note_signed_two_days_later_is_a_late_entry(cast: Cast) -> None:
    noted.write_all(cast)
    sign(cast, at=AFTER + timedelta(days=2))
    last = _of(cast, cast.sam).last
    assert last is not None
    assert last.text.is_late


def test_who_did_not_come_needs_no_note_and_who_lacks_one_is_left(cast: Cast) -> None:
    noted.tell_session(cast, noted.DID)
    noted.mark(cast, cast.sam)
    noted.mark(cast, cast.marcus, Answer("missed"))
    done = sign(cast)
    assert [one.person.called for one in done.left] == ["Sam"]
    assert not done.signed


def test_nothing_is_signed_before_it_is_told_what_the_group_did(cast: Cast) -> None:
    noted.write_all(cast)
    noted.tell_session(cast, OfSession(), base=1)
    with pytest.raises(CannotSign):
        sign(cast)


def test_a_line_that_changed_since_the_page_is_left_to_be_read_again(cast: Cast) -> None:
    noted.write_all(cast)
    done = sign(cast, versions={cast.sam.pk: 0, cast.marcus.pk: 1})
    assert [one.person.called for one in done.signed] == ["Marcus"]


def test_a_copy_can_be_kept_for_a_reason_and_anothers_name_cannot(cast: Cast) -> None:
    noted.write_all(cast)
    write(cast, cast.marcus, Written(Participation.FREELY, line=SAMS), base=1)
    assert not sign(cast).signed
    reasons = {(person.pk, "near_clone"): "They worked as a pair." for person in (cast.sam, cast.marcus)}
    assert len(sign(cast, reasons=reasons).signed) == 2
    last = _of(cast, cast.sam).last
    assert last is not None
    assert last.text.overruled == ("near_clone: They worked as a pair.",)


def test_another_members_name_is_taken_out_whatever_the_reason(cast: Cast) -> None:
    noted.write_all(cast)
    write(
        cast, cast.sam, Written(Participation.FREELY, line="Helped Marcus with his plan for payday."), base=1
    )
    done = sign(cast, reasons={(cast.sam.pk, "other_member"): "They are friends."})
    assert [one.person.called for one in done.left] == ["Sam"]


def test_signing_twice_signs_once(cast: Cast) -> None:
    noted.write_all(cast)
    sign(cast, key="k")
    sign(cast, key="k")
    sign(cast)
    assert SignedNote.objects.count() == 2


def test_after_the_signature_words_go_beside_it_and_not_into_it(cast: Cast) -> None:
    noted.write_all(cast)
    sign(cast)
    with pytest.raises(writing_notes.AlreadySigned):
        write(cast, cast.sam, Written(line="Other words."), base=1)
    assert _of(cast, cast.sam).written.line == SAMS


def test_a_signed_text_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    noted.write_all(cast)
    sign(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedNote.objects.update(hash="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedNote.objects.all().delete()


def _amend(cast: Cast, line: str, reason: str = "I mixed up two people.", after: int = 1) -> notes_kept.Kept:
    return amending_notes.amend(
        chart_of(cast, cast.sam, at=AFTER),
        Note.objects.get(person=cast.sam).pk,
        line=line,
        participation=Participation.FREELY,
        reason=reason,
        after=after,
        at=AFTER + timedelta(hours=1),
    )


def test_an_amendment_stands_beside_the_original_with_its_reason(cast: Cast) -> None:
    noted.write_all(cast)
    sign(cast)
    kept = _amend(cast, "Named one person to call.")
    assert [each.text.line for each in kept.signed] == [SAMS, "Named one person to call."]
    last = kept.signed[1].text
    assert (last.why, last.reason, last.amends) == (
        Why.AMENDED,
        "I mixed up two people.",
        kept.signed[0].row.hash,
    )
    assert kept.written.line == "Named one person to call."


@pytest.mark.parametrize(
    ("line", "reason", "after"), [("", "Why.", 1), (SAMS, "Why.", 1), ("New.", " ", 1), ("New.", "Why.", 0)]
)
def test_an_amendment_says_something_new_and_why_of_the_text_that_was_read(
    cast: Cast, line: str, reason: str, after: int
) -> None:
    noted.write_all(cast)
    sign(cast)
    with pytest.raises(CannotAmend):
        _amend(cast, line, reason, after)
    assert len(_of(cast, cast.sam).signed) == 1


def test_a_corrected_attendance_follows_as_an_amendment(cast: Cast) -> None:
    noted.write_all(cast)
    sign(cast)
    noted.mark(cast, cast.sam, Answer("late", minutes_late=30), at=AFTER + timedelta(minutes=5))
    noted.mark(cast, cast.sam, Answer("missed"), at=AFTER + timedelta(minutes=6))
    signed = _of(cast, cast.sam).signed
    assert [(each.text.why, each.text.came, each.text.minutes) for each in signed] == [
        (Why.SIGNED, "here", 165),
        (Why.ATTENDANCE, "late", 135),
        (Why.ATTENDANCE, "missed", 0),
    ]
    assert all(each.is_whole for each in signed)
    assert len(_of(cast, cast.marcus).signed) == 1


def _supervised(cast: Cast) -> Staff:
    """Priya is a trainee of Omar's; Omar works at Riverside too."""
    Staff.objects.filter(pk=cast.priya.pk).update(supervisor=cast.omar)
    cast.omar.at_sites.create(site=cast.riverside)
    return Staff.objects.select_related("account").get(pk=cast.priya.pk)


def test_a_trainees_note_waits_for_the_supervisor(cast: Cast) -> None:
    trainee = _supervised(cast)
    noted.write_all(cast)
    sign(cast, who=trainee)
    kept = _of(cast, cast.sam)
    assert kept.waits
    assert kept.note is not None
    assert kept.note.whole_at is None
    found = signing_notes.waiting_for(cast.sign_in(cast.omar), at=AFTER)
    assert {chart.person.called for chart, _ in found} == {"Sam", "Marcus"}
    last = kept.last
    assert last is not None
    signing_notes.cosign(
        chart_of(cast, cast.sam, cast.omar, AFTER), kept.note.pk, hash_read=last.row.hash, at=AFTER
    )
    kept = _of(cast, cast.sam)
    assert not kept.waits
    assert kept.last is not None
    assert kept.last.co_signature is not None
    assert kept.last.co_signature.credential == "LPC"


def test_nobody_else_cosigns_and_nobody_signs_what_they_did_not_read(cast: Cast) -> None:
    trainee = _supervised(cast)
    noted.write_all(cast)
    sign(cast, who=trainee)
    kept = _of(cast, cast.sam)
    assert kept.note is not None
    assert kept.last is not None
    with pytest.raises(CannotCosign):
        signing_notes.cosign(
            chart_of(cast, cast.sam, trainee, AFTER), kept.note.pk, hash_read=kept.last.row.hash, at=AFTER
        )
    with pytest.raises(CannotCosign):
        signing_notes.cosign(chart_of(cast, cast.sam, cast.omar, AFTER), kept.note.pk, hash_read="", at=AFTER)
    assert _of(cast, cast.sam).waits


def test_states_tell_a_payers_day_when_each_note_was_signed(cast: Cast) -> None:
    noted.write_all(cast)
    sign(cast)
    rows = {row.person_id: row.attendance_id for row in Note.objects.all()}
    states = notes_kept.states_of([key for key in rows.values() if key])
    assert {state.whole_at for state in states.values()} == {AFTER}
    assert MARCUS
