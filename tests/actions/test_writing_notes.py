"""Writing a session's note: saved, merged, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import noted
from cast import Cast
from noted import DURING, SAMS, chart_of, write
from stepwell.actions import notes_kept, room, writing_notes
from stepwell.actions.attending import TooEarly
from stepwell.actions.charts import NotHere
from stepwell.domain.notes.written import MOST, OfSession, Participation, Written
from stepwell.records.notes.models import Note, NoteEntry, SessionNote

pytestmark = pytest.mark.django_db(transaction=True)


def _kept(cast: Cast) -> notes_kept.Kept:
    chart = chart_of(cast, cast.sam)
    row = chart.attendances.get(session=cast.today)
    return notes_kept.of_line(chart, row.pk)


def test_a_line_is_kept_sealed_and_read_again(cast: Cast) -> None:
    told = Written(Participation.LISTENED, ("o1",), SAMS, talk_with=True)
    write(cast, cast.sam, told)
    assert _kept(cast).written == told
    assert b"Friday" not in bytes(Note.objects.get().told)


def test_every_version_stays(cast: Cast) -> None:
    write(cast, cast.sam, Written(line="Named"))
    write(cast, cast.sam, Written(line="Named two people."), base=1)
    chart, note = chart_of(cast, cast.sam), _kept(cast).note
    assert note is not None
    assert [each.line for _, each in notes_kept.list_entries(chart, note.pk)] == [
        "Named",
        "Named two people.",
    ]


def test_two_leaders_who_write_in_one_line_keep_the_words_of_both(cast: Cast) -> None:
    write(cast, cast.sam, Written(line="Named two people."))
    write(cast, cast.sam, Written(line="Named two people. Wants a sponsor."), base=1, device="hers")
    saved = write(
        cast, cast.sam, Written(Participation.FREELY, line="Named two people. Laughed."), base=1, device="his"
    )
    assert saved.is_merged
    assert saved.kept.written == Written(
        Participation.FREELY, line="Named two people. Wants a sponsor.\nLaughed."
    )


def test_the_later_words_of_one_page_hold_though_the_answer_to_the_earlier_was_lost(cast: Cast) -> None:
    write(cast, cast.sam, Written(line="Named two people he can call."), device="tablet")
    saved = write(cast, cast.sam, Written(line="Named one person."), device="tablet")
    assert not saved.is_merged
    assert saved.kept.written.line == "Named one person."


def test_the_same_key_twice_is_one_writing(cast: Cast) -> None:
    write(cast, cast.sam, Written(line="Once."), key="k")
    write(cast, cast.sam, Written(line="Once."), key="k")
    assert NoteEntry.objects.count() == 1


def test_the_same_words_again_are_no_new_version(cast: Cast) -> None:
    write(cast, cast.sam, Written(line="Once."))
    assert write(cast, cast.sam, Written(line=" Once. "), base=1).kept.version == 1


def test_too_long_a_line_is_refused_and_the_earlier_stays(cast: Cast) -> None:
    write(cast, cast.sam, Written(line="Short."))
    with pytest.raises(writing_notes.NoteTooLong):
        write(cast, cast.sam, Written(line="a" * (MOST + 1)), base=1)
    assert _kept(cast).written.line == "Short."


def test_nobody_writes_before_the_session_can_be_marked(cast: Cast) -> None:
    with pytest.raises(TooEarly):
        write(cast, cast.sam, Written(line="Early."), at=DURING - timedelta(hours=4))
    assert not Note.objects.exists()


def test_a_counselor_of_another_site_finds_no_line(cast: Cast) -> None:
    with pytest.raises(NotHere):
        write(cast, cast.sam, Written(line="From elsewhere."), who=cast.omar)
    with pytest.raises(NotHere):
        write(cast, cast.nadia, Written(line="Not of this group."))


def test_what_a_session_was_about_is_kept_sealed_and_merged(cast: Cast) -> None:
    noted.tell_session(cast, OfSession(did="Mapped cravings."))
    noted.tell_session(cast, OfSession(title="Waves", did="Mapped cravings. Practiced in pairs."), base=1)
    noted.tell_session(cast, OfSession(did="Mapped cravings. Read aloud."), base=1)
    told = notes_kept.find_of_session(cast.today.pk).told
    assert told == OfSession(title="Waves", did="Mapped cravings. Practiced in pairs.\nRead aloud.")
    assert b"Mapped" not in bytes(SessionNote.objects.get().told)


def test_the_room_holds_everyone_with_their_line(cast: Cast) -> None:
    noted.write_all(cast)
    now = room.open_room(cast.sign_in(cast.priya), cast.today.pk, at=DURING, with_findings=True)
    assert [(one.person.called, one.is_ready) for one in now.lines] == [("Marcus", True), ("Sam", True)]
    assert now.told.told == noted.DID
    assert not now.findings


def test_the_guards_see_a_copy_and_another_name(cast: Cast) -> None:
    for person in (cast.sam, cast.marcus):
        noted.mark(cast, person)
        write(cast, person, Written(Participation.FREELY, line="Spoke with Marcus about the payday plan."))
    noted.tell_session(cast, OfSession(did="Sam told of Friday."))
    now = room.open_room(cast.sign_in(cast.priya), cast.today.pk, at=DURING, with_findings=True)
    of_sam = next(one for one in now.lines if one.person == cast.sam)
    assert {each.guard.value for each in of_sam.findings} == {"near_clone", "other_member"}
    assert [each.guard.value for each in now.findings] == ["other_member"]


def test_last_times_line_stands_beside_todays(cast: Cast) -> None:
    before = cast.group.sessions.get(held_on=cast.today.held_on - timedelta(days=7))
    chart = chart_of(cast, cast.sam)
    writing_notes.write_line(
        chart, session_id=before.pk, told=Written(line=SAMS), typed=writing_notes.Typed(0), at=DURING
    )
    now = room.open_room(cast.sign_in(cast.priya), cast.today.pk, at=DURING)
    assert {one.person.called: one.last_time for one in now.lines} == {"Sam": SAMS, "Marcus": ""}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["hers", "his"]), st.text("abc \n", min_size=1, max_size=12)),
        min_size=1,
        max_size=6,
    )
)
def test_no_order_of_two_writers_loses_a_word_that_was_said_to_be_saved(
    cast: Cast, steps: list[tuple[str, str]]
) -> None:
    """Each writes from the version their own page last saw; all that was answered as saved is kept."""
    start = _kept(cast)
    seen = dict.fromkeys(("hers", "his"), start.version)
    shown: list[str] = []
    for device, line in steps:
        saved = write(cast, cast.sam, Written(line=line), base=seen[device], device=device)
        seen[device] = saved.kept.version
        shown.append(saved.kept.written.line)
    note = _kept(cast).note
    if note is None:
        assert not any(line.strip() for line in shown)
        return
    kept = [each.line for _, each in notes_kept.list_entries(chart_of(cast, cast.sam), note.pk)]
    assert set(shown) - {""} <= set(kept)
