"""The way in: the enquiry, the screening, the waiting list, the admission."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from journeys.walking import EMAIL, PASSWORD, PHONE, Way, press


def asks_for_help(way: Way) -> None:
    """On her phone: she leaves after two questions, comes back from another, and chooses a time."""
    page = way.visit(size=PHONE)
    page.goto("/start/")
    way.look(page, "way-01-start")
    page.get_by_role("link", name="Start").click()
    page.get_by_label("For me").check()
    press(page, "Continue")
    page.get_by_label("Your first name").fill("Juniper")
    page.get_by_label("Your last name").fill("Okafor")
    press(page, "Save and come back later")
    address = page.locator(".start-address").inner_text()
    page.context.clear_cookies()

    page = way.visit(size=PHONE)
    page.goto(address)
    press(page, "Continue")
    page.get_by_role("link", name="Go on where you stopped").click()
    page.get_by_label("Riverside").check()
    press(page, "Continue")
    page.get_by_label("Phone number").fill("555-010-2233")
    press(page, "Continue")
    press(page, "Continue")
    page.get_by_label("English").check()
    press(page, "Continue")
    page.get_by_label("In your own words").fill("I want to sleep again, and be there for my son.")
    press(page, "Continue")
    way.look(page, "way-02-check")
    press(page, "Send and choose a time")
    page.get_by_role("radio").first.check()
    way.look(page, "way-03-times")
    press(page, "Take this time")
    expect(page.get_by_text("Tuesday, January 12, 11:30 a.m.")).to_be_visible()
    way.look(page, "way-04-sent")

    june = way.desk("Intake")
    way.look(june, "way-05-board")
    june.get_by_role("link", name="Juniper O.", exact=True).click()
    way.enquiry = june.url
    way.has_next(june, "Screen at the time agreed.", "June A.")


def is_screened(way: Way) -> None:
    """June asks, Priya decides and signs."""
    way.clock.move_to(2027, 1, 12, 11, 30)
    june = way.at_intake()
    june.get_by_role("link", name="The screening", exact=True).click()
    press(june, "Begin the screening")
    for flag in june.locator("fieldset", has=june.locator("[name^=flag-]")).all():
        flag.get_by_role("radio", name="No", exact=True).check()
    for dimension in june.locator("fieldset", has=june.locator("[name^=dimension-]")).all():
        dimension.get_by_role("radio").nth(1).check()
    expect(june.locator("#suggestion")).to_contain_text("Intensive outpatient program")
    expect(june.locator("#suggestion")).not_to_contain_text("Still to find out")
    way.look(june, "way-06-screening")
    june.get_by_label("Who decides").select_option(label="Priya Natarajan, LCSW")
    press(june, "Ask to decide")
    way.has_next(june, "Decide on the level of care.", "Priya N.")

    priya = way.desk("Counselor")
    priya.goto("/intake/decisions")
    way.look(priya, "way-07-decisions")
    priya.get_by_role("link", name="Juniper Okafor").click()
    priya.get_by_role("radio", name=re.compile("^Intensive outpatient program")).check()
    press(priya, "Sign")
    expect(priya.get_by_text("Decided and signed")).to_be_visible()
    way.look(priya, "way-08-signed")
    way.has_next(june, "Begin with what helps while waiting.", "June A.")


def is_offered_a_seat(way: Way) -> None:
    """The list tells her place; the only free afternoon seat is held for her."""
    june = way.at_intake()
    june.goto("/intake/waiting")
    way.look(june, "way-09-waiting")
    june.get_by_role("listitem").filter(has_text="Juniper O.").get_by_role(
        "link", name=re.compile("^Offer a seat")
    ).click()
    june.get_by_role("radio", name=re.compile("^Afternoons")).check()
    june.get_by_label("First day").fill("2027-01-25")
    june.get_by_label("Held until").fill("2027-01-25")
    way.look(june, "way-10-seat")
    press(june, "Hold this seat for them")
    expect(june.get_by_text("held until Monday, January 25")).to_be_visible()
    way.has_next(june, "Admit on the first day.", "June A.")


def is_admitted(way: Way) -> None:
    """The checklist, the papers signed on her own phone, and the act itself."""
    june = way.at_intake()
    june.get_by_role("link", name="Admission", exact=True).click()
    press(june, "Give the papers")
    contact = june.locator("#contact")
    contact.get_by_label("Name").fill("Ada Okafor")
    contact.get_by_label("Phone").fill("555-010-4455")
    press(contact, "Add")
    press(june, "They take none")
    june.get_by_role("button", name=re.compile("Orientation took place")).click()
    _writes_who_pays(june)
    way.look(june, "way-11-admission")
    june.locator("#invite").get_by_label("E-mail").fill(EMAIL)
    press(june, "Make a link")
    _signs_the_papers(way, june.locator(".link-once").inner_text())

    june.goto(f"{way.enquiry}/admission")
    june.get_by_label("Counselor").select_option(label="Priya Natarajan")
    press(june.locator("#admit"), "Admit")
    expect(june.get_by_text("Admitted. The counselor has them now.")).to_be_visible()
    priya = way.desk("Counselor")
    way.has_next_at_the_desk(priya, "Sign the treatment plan together.")
    priya.locator("#steps").get_by_role("link", name="Juniper Okafor").click()
    way.person = priya.url


def _writes_who_pays(june: Page) -> None:
    pays = june.locator("#coverage")
    pays.get_by_label("A health plan or agency, which has to authorize").check()
    pays.get_by_label("Which plan or agency").fill("Prairie Health")
    press(pays, "Write down")
    pays.get_by_label("How many").fill("120")
    pays.get_by_label("Through").fill("2027-04-30")
    pays.get_by_role("button", name="Write down").first.click()
    expect(pays.get_by_text("120 hours")).to_be_visible()


def _signs_the_papers(way: Way, link: str) -> None:
    me = way.visit(size=PHONE)
    me.goto(link)
    press(me, "Continue")
    me.get_by_label("Choose a password").fill(PASSWORD)
    press(me, "Save and go on")
    way.look(me, "way-12-before-the-first-day")
    me.get_by_role("link", name="3 papers to read and sign").click()
    me.get_by_role("link", name=re.compile("^Read it")).click()
    way.look(me, "way-13-notice")
    press(me, "I have read it")
    me.get_by_role("link", name=re.compile("^Read and sign")).click()
    press(me, "I agree and sign")
    me.get_by_role("link", name="Read and decide").click()
    way.look(me, "way-14-consent")
    press(me, "I sign")
    expect(me.get_by_text("Signed. You can take it back here at any time.")).to_be_visible()
    way.look(me, "way-15-papers")
