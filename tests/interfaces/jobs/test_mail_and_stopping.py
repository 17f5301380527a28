"""Through a real mail server on this machine, out and back."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from stepwell.actions import stopping
from stepwell.actions.composing import Letter
from stepwell.interfaces.jobs import delivering, mailsink
from stepwell.records.audit.models import AccessLine
from stepwell.records.people.models import ContactWishes

LETTER = Letter("sam@test.stepwell.invalid", "Reminder", "At 6 pm.\n", "en", "a1b2", "http://x/stop/t")


@pytest.fixture
def replies() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def folder(tmp_path: Path, settings: Any, replies: list[tuple[str, str]]) -> Iterator[Path]:
    """Where the sink keeps letters while it listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    controller = mailsink.start(
        folder=tmp_path,
        host="127.0.0.1",
        port=port,
        reply=lambda sender, words: replies.append((sender, words)),
    )
    yield tmp_path
    controller.stop()


def test_a_letter_arrives_with_nothing_in_it_but_what_was_composed(folder: Path) -> None:
    delivering.send_by_mail(LETTER)
    (file,) = folder.glob("*.eml")
    message = message_from_bytes(file.read_bytes())
    assert (message["Subject"], message["From"], message["To"]) == (
        "Reminder",
        "Reminders <reminders@localhost>",
        "sam@test.stepwell.invalid",
    )
    assert message["Message-ID"] == "<a1b2@localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_payload().strip() == "At 6 pm."
    assert b"stepwell" not in file.read_bytes().replace(b"sam@test.stepwell.invalid", b"").lower()


def test_a_repeat_is_dropped_by_its_key(folder: Path) -> None:
    delivering.send_by_mail(LETTER)
    delivering.send_by_mail(LETTER)
    assert len(list(folder.glob("*.eml"))) == 1


def test_a_reply_is_handed_on_and_not_kept(
    folder: Path, settings: Any, replies: list[tuple[str, str]]
) -> None:
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        words = (
            "From: Sam <sam@test.stepwell.invalid>\r\nTo: reminders@localhost\r\nSubject: Re\r\n\r\nALTO\r\n"
        )
        server.sendmail("sam@test.stepwell.invalid", ["reminders@localhost"], words)
    assert [(sender, said.strip()) for sender, said in replies] == [
        ("Sam <sam@test.stepwell.invalid>", "ALTO")
    ]
    assert list(folder.glob("*.eml")) == []


@pytest.mark.parametrize("word", ["STOP", "stop please", "Alto", "\n\nBaja.\n> quoted"])
def test_the_stop_word_stops_in_both_languages(cast: Cast, at: datetime, word: str) -> None:
    assert stopping.take_reply("Sam R <sam@TEST.stepwell.invalid>", word, at=at)
    assert ContactWishes.objects.get(person=cast.sam).stopped_at == at


def test_the_stop_word_from_a_stranger_stops_nobody(cast: Cast, at: datetime) -> None:
    assert not stopping.take_reply("stranger@example.invalid", "STOP", at=at)
    assert not stopping.take_reply("", "STOP", at=at)
    assert ContactWishes.objects.get(person=cast.sam).stopped_at is None


def test_looking_at_the_stop_page_stops_nothing(cast: Cast, client: Client) -> None:
    answer = client.get(f"/stop/{stopping.token_for(cast.sam.pk)}")
    assert answer.status_code == 200
    assert ContactWishes.objects.get(person=cast.sam).stopped_at is None


def test_the_page_names_nobody_and_no_program(cast: Cast, client: Client) -> None:
    page = client.get(f"/stop/{stopping.token_for(cast.sam.pk)}").content.decode()
    text = page.split("<main")[1].casefold()
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.strip() == "Messages"
    for word in ("sam", "reyes", "riverside", "treatment", "program"):
        assert word not in text


def test_one_press_signed_out_stops_all_messages(cast: Cast, client: Client) -> None:
    answer = client.post(f"/stop/{stopping.token_for(cast.sam.pk)}")
    assert answer.status_code == 200
    assert ContactWishes.objects.get(person=cast.sam).stopped_at is not None
    assert AccessLine.objects.latest("sequence").what == "contact_wishes"


def test_a_mail_programs_one_click_needs_no_page_before_it(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/stop/{stopping.token_for(cast.sam.pk)}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert ContactWishes.objects.get(person=cast.sam).stopped_at is not None


def test_the_page_speaks_the_language_of_the_letter(cast: Cast, client: Client) -> None:
    answer = client.get(f"/stop/{stopping.token_for(cast.sam.pk, language='es')}")
    assert b'lang="es"' in answer.content


@pytest.mark.parametrize("token", ["x", "WyJhIiwiYiJd:forged"])
def test_a_link_that_was_not_made_here_is_an_unknown_page(cast: Cast, client: Client, token: str) -> None:
    assert client.get(f"/stop/{token}").status_code == 404
    assert client.post(f"/stop/{token}").status_code == 404
