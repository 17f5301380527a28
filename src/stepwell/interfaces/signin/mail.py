"""Mail about signing in goes out beside the request, so that how long an answer takes tells nothing.

A message that is lost with the process is asked for again by the person; it is kept
nowhere, because it holds a secret address.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.core.mail import EmailMessage

_log = logging.getLogger(__name__)
_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in-mail")
_under_way: set[Future[None]] = set()


def send_later(message: EmailMessage) -> None:
    """Send without making anybody wait."""
    future = _senders.submit(_send, message)
    _under_way.add(future)
    future.add_done_callback(_under_way.discard)


def wait_for_all(seconds: float = 10) -> None:
    """Until everything handed over is sent; for tests and for shutting down."""
    wait(list(_under_way), timeout=seconds)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as error:
        # Neither address nor text: a log is read by more people than a mail.
        _log.error("A message about signing in could not be sent: %s", type(error).__name__)
