"""Who walks the way through, the staff who see to her, and how a journey asks whether she has a next step."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from journeys.moved_clock import MovedClock
from journeys.running import Product

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
EMAIL, PASSWORD = "juniper@demo.stepwell.invalid", "seven-lamps-on-a-quiet-river"


@dataclass
class Way:
    """Who walks, and where they are."""

    product: Product
    clock: MovedClock
    visit: Callable[..., Page]
    look: Callable[[Page, str], None]
    pages: dict[str, Page] = field(default_factory=dict)
    enquiry: str = ""
    """Where intake finds her."""
    person: str = ""
    """Where her counselor finds her."""

    def desk(self, role: str) -> Page:
        """Somebody of the staff, signed in again: the clock ended the session."""
        page = self._page(role, DESK)
        page.goto(self.product.door(role))
        return page

    def phone(self) -> Page:
        """She herself, signed in again with her own password."""
        page = self._page("her phone", PHONE)
        page.context.clear_cookies()
        page.goto("/sign-in/")
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Sign in")
        expect(page).to_have_url(re.compile("/me/$"))
        return page

    def _page(self, whose: str, size: dict[str, int]) -> Page:
        if whose not in self.pages:
            self.pages[whose] = self.visit(size=size)
        return self.pages[whose]

    def at_intake(self) -> Page:
        june = self.desk("Intake")
        june.goto(self.enquiry)
        return june

    def has_next(self, june: Page, step: str, owner: str) -> None:
        """The board names what comes next, until when, and who sees to it."""
        june.goto("/intake/")
        card = june.locator(".board-card").filter(has_text="Juniper O.")
        expect(card).to_contain_text(step)
        expect(card).to_contain_text(re.compile(r"by \d\d/\d\d/\d{4}"))
        expect(card).to_contain_text(owner)
        june.goto(self.enquiry)

    def has_next_at_the_desk(self, priya: Page, step: str) -> None:
        """The counselor's list names what comes next, and who sees to it."""
        priya.goto("/desk/due")
        line = priya.locator("#steps li").filter(has_text="Juniper Okafor")
        expect(line).to_contain_text(step)
        expect(line).to_contain_text("Priya N.")

    def waits_at_the_desk(self, priya: Page, step: str) -> None:
        """Opens the list again until the work behind has written the step, a minute at most."""
        line = priya.locator("#steps li").filter(has_text="Juniper Okafor").filter(has_text=step)
        for _ in range(30):
            priya.goto("/desk/due")
            if line.count():
                return
            priya.wait_for_timeout(2000)


def press(where: Page | Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()
