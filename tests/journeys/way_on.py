"""The way on: the first day, the plan, a review, graduation, and the year after."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from journeys.walking import Way, press

PLAN: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("finding", {"What was found": "Sleeps four hours a night"}, {}),
    ("problem", {"What is in the way": "Drinks to fall asleep"}, {}),
    ("goal", {"What the person wants": "I want to sleep again, and be there for my son."}, {}),
    (
        "objective",
        {"A step that one can see": "Six hours of sleep on five nights", "By when": "2027-04-05"},
        {"How one sees it": "check-ins"},
    ),
    (
        "intervention",
        {"What is done": "Keeps a sleep diary, and brings it", "How many times a week": "3"},
        {"In which group or service": "Relapse prevention", "Who answers for it": "Priya Natarajan"},
    ),
)
"""The parts of her plan: which, what is typed, what is chosen."""
CRITERIA = (
    ("goals", "Taken along into the plan for afterwards"),
    ("prevention_practiced", "Practiced together"),
    ("medication", "There is none"),
    ("naloxone", "Given"),
)


def has_a_first_day(way: Way) -> None:
    """Her page names the session; her counselor marks that she came, and treatment has begun."""
    way.clock.move_to(2027, 1, 25, 12, 30)
    me = way.phone()
    expect(me.get_by_text(re.compile(r"Next, in \d+ min"))).to_be_visible()
    way.look(me, "way-16-first-day")
    way.clock.move_to(2027, 1, 25, 16, 40)
    priya = way.desk("Counselor")
    way.look(priya, "way-17-today")
    priya.get_by_role("main").get_by_role("link", name=re.compile("3 p.m.")).first.click()
    line = priya.locator("[data-person-row]").filter(has_text="Juniper")
    press(line, "Here")
    expect(line.locator("button[aria-pressed=true]")).to_have_text("Here")

    way.clock.move_to(2027, 1, 25, 21, 0)
    priya = way.desk("Counselor")
    way.waits_at_the_desk(priya, "Sign the treatment plan together.")
    way.has_next_at_the_desk(priya, "Sign the treatment plan together.")


def makes_a_plan(way: Way) -> None:
    """Priya writes it with her, from what was found to what is done, and both sign."""
    priya = way.desk("Counselor")
    for kind, typed, chosen in PLAN:
        priya.goto(f"{way.person}/plan/new/{kind}")
        for label, words in typed.items():
            priya.get_by_label(label).fill(words)
        for label, choice in chosen.items():
            priya.get_by_label(label).select_option(label=choice)
        press(priya, "Save")
    expect(priya.get_by_text("Draft", exact=True)).to_be_visible()
    way.look(priya, "way-18-plan")
    press(priya, "Sign, and give it to the person")
    me = way.phone()
    me.goto("/me/plan")
    way.look(me, "way-19-my-plan")
    press(me, "Sign my plan")
    expect(me.get_by_role("button", name="Sign my plan")).to_have_count(0)
    way.has_next_at_the_desk(priya, "Review the plan together.")


def is_reviewed(way: Way) -> None:
    """After thirty days the evidence is there, and the review ends with a reason."""
    way.clock.move_to(2027, 2, 24, 10, 0)
    priya = way.desk("Counselor")
    priya.goto("/desk/due")
    expect(priya.locator("#reviews li").filter(has_text="Juniper Okafor")).to_be_visible()
    way.look(priya, "way-20-due")
    priya.goto(f"{way.person}/reviews")
    press(priya, "Begin the review")
    way.look(priya, "way-21-review")
    priya.get_by_role("radio", name="Go on as planned").check()
    priya.get_by_label("Reason").select_option(label="On course: the plan helps")
    press(priya, "Decide and sign")
    expect(priya.locator("#past")).to_contain_text("Go on as planned")
    way.has_next_at_the_desk(priya, "Review the plan together.")


def graduates(way: Way) -> None:
    """Everything that the program asks for is answered; she leaves with a plan and a certificate."""
    way.clock.move_to(2027, 4, 12, 10, 0)
    priya = way.desk("Counselor")
    priya.goto(f"{way.person}/graduation")
    for criterion, answer in CRITERIA:
        _answers(priya, criterion, answer)
    visit = priya.locator("#asked-early_visit")
    visit.locator("summary").click()
    visit.get_by_label("Day of the visit").fill("2027-04-15")
    visit.get_by_label("Where, and with whom").fill("Dr. Lin, at the clinic")
    _answers(priya, "early_visit", "A visit is booked", is_open=True)
    priya.get_by_label("What I go on with").fill("The sleep diary, and the group on Tuesdays")
    priya.get_by_label("How I notice that it gets harder").fill("I stay up late")
    press(priya, "Save the plan")
    expect(priya.get_by_text("all there")).to_be_visible()
    way.look(priya, "way-22-graduation")
    priya.get_by_label("Reason", exact=True).select_option(
        label="The goals go on with the plan for afterwards"
    )
    priya.get_by_label("What the person wants next").fill("To go on sleeping, and to sing again.")
    press(priya, "Graduate and sign")
    expect(priya.get_by_text("Monday, April 19")).to_be_visible()
    way.has_next_at_the_desk(priya, "Make the first contact of aftercare.")

    me = way.phone()
    me.goto("/me/after")
    expect(me.get_by_text("Monday, April 19")).to_be_visible()
    way.look(me, "way-23-after")
    me.get_by_role("link", name="Show it").click()
    expect(me.get_by_text("Juniper Okafor")).to_be_visible()
    expect(me.get_by_text("recovery", exact=False)).to_have_count(0)
    way.look(me, "way-24-certificate")


def goes_through_the_year(way: Way) -> None:
    """The first calls, the follow-ups after 1, 3, 6 and 12 months, a harder time between, and the end."""
    for day in ((2027, 4, 19), (2027, 4, 26)):
        way.clock.move_to(*day, 10, 0)
        _is_called(way)
    way.clock.move_to(2027, 5, 12, 10, 0)
    _is_called(way)
    _is_asked(way, 1)
    way.clock.move_to(2027, 7, 12, 10, 0)
    _is_called(way)
    _answers_by_herself(way)
    _says_that_it_is_harder(way)
    way.clock.move_to(2027, 10, 12, 10, 0)
    _is_called(way)
    _is_asked(way, 6)
    way.clock.move_to(2028, 4, 12, 10, 0)
    priya = _is_called(way, then="Ask how to stay in touch, and end the year.")
    _is_asked(way, 12)
    follow_ups = priya.locator("section", has=priya.get_by_role("heading", name="Follow-ups"))
    expect(follow_ups.get_by_text("reached", exact=True)).to_have_count(4)
    way.look(priya, "way-27-year")
    press(priya, "End the year")
    expect(priya.get_by_text("The year after has ended. The record stays.")).to_be_visible()
    me = way.phone()
    me.goto("/me/after")
    expect(me.get_by_text("coming back is always open", exact=False)).to_be_visible()
    way.look(me, "way-28-behind-her")


def _answers(priya: Page, criterion: str, answer: str, *, is_open: bool = False) -> None:
    line = priya.locator(f"#asked-{criterion}")
    if not is_open:
        line.locator("summary").click()
    line.get_by_label(answer, exact=True).check()
    press(line, "Save")
    expect(line.get_by_text("there", exact=True)).to_be_visible()


def _is_called(way: Way, then: str = "Call as agreed for aftercare.") -> Page:
    """Priya finds her on the list of whom to call, and writes the talk down; a next call stays."""
    priya: Page = way.desk("Counselor")
    priya.goto("/desk/after")
    priya.get_by_role("main").get_by_role("link", name="Juniper Okafor").click()
    priya.get_by_label("We talked").check()
    press(priya.locator("section", has=priya.get_by_role("heading", name="Write a contact down")), "Save")
    expect(priya.get_by_text("The contact is written down.")).to_be_visible()
    way.has_next_at_the_desk(priya, then)
    priya.goto(f"{way.person}/after")
    return priya


def _is_asked(way: Way, months: int) -> None:
    """The questions of a follow-up, by phone."""
    priya = way.pages["Counselor"]
    priya.get_by_role("link", name="Ask now").click()
    expect(priya.get_by_role("heading", name=f"Follow-up after {months} month")).to_be_visible()
    if months == 1:
        way.look(priya, "way-25-follow-up")
    for question in priya.locator("fieldset").all():
        question.get_by_role("radio").first.check()
    press(priya, "Save")
    expect(priya.get_by_text("The follow-up is written down.")).to_be_visible()


def _answers_by_herself(way: Way) -> None:
    """The three-month questions wait on her own page too."""
    me = way.phone()
    me.goto("/me/after")
    me.locator("section", has=me.get_by_role("heading", name="How is it going?")).get_by_role("link").click()
    for question in me.get_by_role("group").all():
        question.get_by_role("radio").first.check()
    way.look(me, "way-26-questions")
    press(me, "Send")
    expect(me.get_by_text("Saved. Thank you.", exact=False)).to_be_visible()


def _says_that_it_is_harder(way: Way) -> None:
    """Whom it gets harder for is called within two days."""
    way.clock.move_to(2027, 7, 13, 10, 0)
    me = way.phone()
    me.goto("/me/after")
    me.get_by_label("Sleeping badly").check()
    press(me, "Tell us")
    expect(me.get_by_text("Thursday, July 15")).to_be_visible()
    way.clock.move_to(2027, 7, 15, 10, 0)
    _is_called(way)
