"""The line that a tap gets back can be used as the one it replaces."""

from __future__ import annotations

import time_machine
from django.test import Client
from django.urls import reverse

from cast import AT, Cast
from stepwell.actions import attending


def test_a_tapped_line_still_offers_every_reason(cast: Cast) -> None:
    client = Client()
    assert cast.priya.account is not None
    told = {"person": str(cast.sam.pk), "state": "here", "base_version": "0", "key": "one"}
    with time_machine.travel(cast.today.starts_at or AT, tick=False):
        client.force_login(cast.priya.account, backend="stepwell.interfaces.signin.backends.WithOrganization")
        address = reverse("clinician:mark", args=[cast.today.pk])
        line = client.post(address, told, headers={"HX-Request": "true"}).content.decode()
    assert [code for code in attending.REASONS if f'<option value="{code}"' not in line] == []
