"""The demo's mail server: keeps what was sent as files, and reads replies.

A real SMTP server on this machine only. A message is kept once by its Message-ID, as a
receiver that honors it does. A message sent to the reminders' own address is a reply.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import close_old_connections

from stepwell.actions import reaching
from stepwell.kernel import clock

Reply = Callable[[str, str], object]


class Keeper:
    """Keeps letters in a folder and hands replies on."""

    def __init__(self, folder: Path, *, own_address: str, reply: Reply) -> None:
        self._folder = folder
        self._own_address = own_address.casefold()
        self._reply = reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Take one message: for a file, or for the reader of replies."""
        content = bytes(envelope.content)
        if any(parseaddr(to)[1].casefold() == self._own_address for to in envelope.rcpt_tos):
            await asyncio.to_thread(self._reply, *_sender_and_words(content, envelope.mail_from))
        else:
            await asyncio.to_thread(self._keep, content)
        return "250 OK"

    def _keep(self, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        message = message_from_bytes(content)
        name = str(message.get("Message-ID") or hashlib.sha256(content).hexdigest())
        file = self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.eml"
        if not file.exists():  # a repeat is dropped
            scratch = file.with_suffix(".part")
            scratch.write_bytes(content)
            scratch.replace(file)


def _sender_and_words(content: bytes, envelope_from: str) -> tuple[str, str]:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)  # policy.default makes these
    body = message.get_body(preferencelist=("plain",))
    words = body.get_content() if body is not None else ""
    return str(message.get("From") or envelope_from), words if words.strip() else str(
        message.get("Subject", "")
    )


def take_reply(sender: str, words: str) -> None:
    """Hand a reply to the program, in a thread of its own."""
    close_old_connections()
    reaching.take_reply(sender, words, at=clock.now())


def start(*, folder: Path, host: str, port: int, reply: Reply = take_reply) -> Controller:
    """Listen on this machine until `.stop()`. OSError when the port is taken."""
    keeper = Keeper(folder, own_address=parseaddr(settings.DEFAULT_FROM_EMAIL)[1], reply=reply)
    controller = Controller(keeper, hostname=host, port=port)
    controller.start()
    return controller
