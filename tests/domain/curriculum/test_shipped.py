"""The curriculum that comes with the product: whole, in both languages, plain and kind."""

from __future__ import annotations

import re

from architecture.test_reading_level import grade
from stepwell.domain.curriculum.curriculum import Session
from stepwell.domain.curriculum.files import shipped
from stepwell.domain.curriculum.floor import against_floor
from stepwell.domain.wording.person_first import find_unkind
from stepwell.kernel.bilingual import Words

GRADE = 8.0
FORMAL = re.compile(r"\b(usted|sus?|piense|escriba|elija|mire|haga|ponga)\b", re.IGNORECASE)
"""Words of the formal address in Spanish; a phone says tú."""


def read_by_people(session: Session) -> list[Words]:
    return [session.goal, session.exercise, *session.practice]


def sessions() -> list[Session]:
    return [session for module in shipped().modules for session in module.sessions]


def test_what_people_read_is_at_grade_eight_or_below() -> None:
    for session in sessions():
        text = " ".join(words.en for words in read_by_people(session))
        assert grade(text) <= GRADE, (session.id, text)


def test_no_word_is_there_that_is_never_shown() -> None:
    for session in sessions():
        for words in (
            session.title,
            session.aim,
            *(p.words for p in session.outline),
            *read_by_people(session),
        ):
            assert not find_unkind(words.en), (session.id, words.en)
            assert not find_unkind(words.es), (session.id, words.es)


def test_a_practice_addresses_one_person_as_their_phone_does() -> None:
    for session in sessions():
        for words in session.practice:
            assert not FORMAL.search(words.es), (session.id, words.es)


def test_no_text_was_left_in_the_other_language() -> None:
    for session in sessions():
        for words in (session.title, session.aim, *read_by_people(session)):
            assert words.en != words.es, (session.id, words.en)


def test_no_text_stands_in_two_sessions() -> None:
    for part in ("title", "aim", "goal", "exercise"):
        texts = [getattr(session, part).en for session in sessions()]
        assert len(texts) == len(set(texts)), part


def test_the_week_reaches_what_an_iop_promises() -> None:
    reached = against_floor(shipped().week)
    assert (reached.minutes, reached.short) == (590, 0)


def test_there_are_about_sixty_sessions_and_each_module_is_taught_in_the_week() -> None:
    assert len(sessions()) == 62
    assert {part.module for part in shipped().week} - {None} == {module.id for module in shipped().modules}
