"""A sentence of the inner floors, as a reader sees it."""

from __future__ import annotations

from datetime import time

from django.utils.translation import override

from stepwell.interfaces.shared.words import said
from stepwell.kernel.sentences import Sentence

OPEN = Sentence(
    "Open %(service)s on Monday at %(time)s with %(leader)s.",
    {"service": {"en": "Group CBT", "es": "TCC en grupo"}, "time": time(17, 30), "leader": "Nora K."},
)


def test_hours_and_titles_stand_in_the_language_of_the_reader() -> None:
    with override("en"):
        assert said(OPEN) == "Open Group CBT on Monday at 5:30 p.m. with Nora K."
    with override("es"):
        assert said(OPEN) == "Abrir TCC en grupo el lunes (5:30 p.m.) con Nora K."


def test_dots_that_leave_something_open_stay() -> None:
    assert said(Sentence("Wait... and look.")) == "Wait... and look."
