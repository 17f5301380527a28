"""What leaves the house gives nothing away."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.wording.neutral import AppointmentText, UnknownLanguage, appointment_text, check
from stepwell.domain.wording.telling import TELLING
from stepwell.kernel.decisions import Permit, Refuse

TUESDAY = date(2026, 3, 3)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))


@given(
    st.sampled_from(AppointmentText),
    instants,
    st.sampled_from(["en", "es"]),
    st.none() | st.integers(-3, 400),
)
def test_every_appointment_text_passes_the_check(
    kind: AppointmentText, starts: datetime, language: str, days_before: int | None
) -> None:
    today = None if days_before is None else starts.date() - timedelta(days=days_before)
    text = appointment_text(kind, starts, language, today=today)
    assert isinstance(check(text, language), Permit)
    assert "{" not in text


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [
        (AppointmentText.BEFORE_SESSION, "en", "You have an appointment at 6 pm."),
        (AppointmentText.BEFORE_SESSION, "es", "Tienes una cita a las 6 pm."),
        (AppointmentText.MISSED_START, "en", "You had an appointment at 6 pm. You can still come."),
        (AppointmentText.MISSED_START, "es", "Tenías una cita a las 6 pm. Todavía puedes venir."),
        (AppointmentText.CHANGED, "en", "Your appointment has changed. It is now at 6 pm."),
        (AppointmentText.CHANGED, "es", "Tu cita cambió. Ahora es a las 6 pm."),
        (AppointmentText.CANCELED, "en", "Your appointment at 6 pm is canceled."),
        (AppointmentText.CANCELED, "es", "Tu cita a las 6 pm queda cancelada."),
    ],
)
def test_the_texts_are_these(kind: AppointmentText, language: str, text: str) -> None:
    assert appointment_text(kind, datetime(2026, 3, 3, 18), language) == text


@pytest.mark.parametrize(
    ("today", "language", "when"),
    [
        (TUESDAY, "en", "at 6 pm"),
        (TUESDAY - timedelta(days=1), "en", "tomorrow at 6 pm"),
        (TUESDAY - timedelta(days=1), "es", "mañana a las 6 pm"),
        (TUESDAY - timedelta(days=4), "en", "on Tuesday, March 3 at 6 pm"),
        (TUESDAY - timedelta(days=4), "es", "el martes 3 de marzo a las 6 pm"),
    ],
)
def test_another_day_is_named(today: date, language: str, when: str) -> None:
    text = appointment_text(AppointmentText.BEFORE_SESSION, datetime(2026, 3, 3, 18), language, today=today)
    assert text.endswith(f"{when}.")


@pytest.mark.parametrize(
    ("hour", "minute", "english", "spanish"),
    [
        (0, 5, "at 12:05 am", "a las 12:05 am"),
        (12, 0, "at noon", "al mediodía"),
        (13, 0, "at 1 pm", "a la 1 pm"),
    ],
)
def test_the_odd_hours_are_said_as_people_say_them(
    hour: int, minute: int, english: str, spanish: str
) -> None:
    starts = datetime(2026, 3, 3, hour, minute)
    assert english in appointment_text(AppointmentText.BEFORE_SESSION, starts, "en")
    assert spanish in appointment_text(AppointmentText.BEFORE_SESSION, starts, "es")


@pytest.mark.parametrize(
    "text",
    [
        "Your therapy is at 6 pm",
        "Your THERAPIST is waiting",
        "Tu terapia es a las 6",
        "See you at the Clínica",
        "see you at the clinica",
        "Dr. Ruiz will call",
        "reco\u200bvery at 6",
        "ｒｅｈａｂ",
        "Bring your drug-test form",
        "12-step meeting",
        "Outpatient, 6 pm",
        "Your counselor's note",
    ],
)
def test_a_telling_text_is_refused_in_either_language(text: str) -> None:
    assert isinstance(check(text, "en"), Refuse)
    assert isinstance(check(text, "es"), Refuse)


@given(st.sampled_from([word for words in TELLING.values() for word in words]), st.sampled_from(["en", "es"]))
def test_every_listed_word_is_found_inside_a_text(word: str, language: str) -> None:
    shouted = word.rstrip("*").upper()
    assert isinstance(check(f"Come to {shouted}, please.", language), Refuse)


def test_the_name_of_the_program_is_refused_and_said_in_the_reason() -> None:
    decision = check("See you at Willow  House at 6", "en", names=["Willow House"])
    assert isinstance(decision, Refuse)
    assert "willow" in decision.because


@pytest.mark.parametrize(
    "text", ["The method is simple", "Drive safely", "Tu cita está programada", "¿Vienes?"]
)
def test_an_innocent_word_that_holds_a_telling_one_passes(text: str) -> None:
    assert isinstance(check(text, "es"), Permit)


def test_a_language_without_a_list_is_refused() -> None:
    assert isinstance(check("Bonjour", "fr"), Refuse)
    with pytest.raises(UnknownLanguage):
        appointment_text(AppointmentText.CHANGED, datetime(2026, 3, 3, 18), "fr")


def test_an_empty_text_is_refused() -> None:
    assert isinstance(check(" \u200b", "en"), Refuse)
