"""A passkey is made and used in a real browser, under the strict policy for scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from cast import Cast
from stepwell.actions import inviting
from stepwell.kernel import clock

pytestmark = pytest.mark.embedded  # not beside the journeys: their browser lives in the same thread


def with_authenticator(page: Page) -> None:
    """A phone's own authenticator, played by the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_supporter_adds_a_passkey_and_signs_in_with_it_alone(live_server: Any, cast: Cast) -> None:
    path = inviting.fresh_link(cast.elena_account, at=clock.now() - timedelta(minutes=1))
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        with_authenticator(page)
        page.goto(live_server.url + path)
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("Choose a password").fill("a calm boat on green water")
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url("**/family/")

        page.goto(live_server.url + "/sign-in/factors/webauthn/add/")
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url("**/recovery-codes/")
        page.goto(live_server.url + "/family/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(live_server.url + "/sign-in/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/family/")

        page.get_by_role("button", name="Leave quickly").click()
        page.wait_for_url("**/away")
        page.go_back()
        page.wait_for_timeout(500)
        left = page.content()
        browser.close()

    assert not [text for text in said if "Content Security Policy" in text], said
    assert "You see nothing about anybody" not in left
