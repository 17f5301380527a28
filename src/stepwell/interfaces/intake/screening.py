"""The screening on one page: red flags, then the program's questions, saved as one goes, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from stepwell.actions import (
    assessing,
    booking_screenings,
    deciding_levels,
    intake_board,
    minding_flags,
    reaching,
)
from stepwell.actions.assessing import Line, Sheet, Told
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.screening_times import PROMISED_MINUTES
from stepwell.domain.privacy.access import Part, Role
from stepwell.interfaces.intake.screening_forms import AmendForm, AskForm, FlagForm, SignForm
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

SCREENERS = (Role.INTAKE, Role.COUNSELOR)


@dataclass(frozen=True)
class Question:
    """A line of the form as it is drawn; `value` and `words` may be what was typed and is not kept yet."""

    name: str
    about: str
    line: Line
    value: str
    words: str
    colleague: str = ""
    """Who answered otherwise since the page was shown."""

    @property
    def rated(self) -> str:
        """The rating in the words of the edition; empty where it can't be judged yet."""
        ratings = getattr(self.line.asks, "ratings", ())
        return next((each.title for each in ratings if each.id == self.line.value), "")


@for_roles(*SCREENERS)
@require_safe
def show(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The form as it stands, and what comes next for it; once signed, what was signed."""
    chart, enquiry = opened(request, enquiry_id)
    return shown(request, chart, enquiry)


@for_roles(*SCREENERS)
@require_POST
def begin(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The form of the screening that is agreed."""
    chart, enquiry = opened(request, enquiry_id)
    try:
        assessing.begin(chart, enquiry, key=request.POST.get("key", "")[:80], at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("intake:screening", enquiry_id)


@for_roles(Role.INTAKE)
@require_POST
def begin_now(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Who is on the line is screened at once."""
    chart, enquiry = opened(request, enquiry_id)
    at, key = clock.now(), request.POST.get("key", "")[:70]
    try:
        booking_screenings.book_now(chart, enquiry, manner="phone", key=f"{key}-book", at=at)
        assessing.begin(chart, enquiry, key=key, at=at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("intake:enquiry", enquiry_id)
    return redirect("intake:screening", enquiry_id)


@for_roles(*SCREENERS)
@require_POST
def save(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Keep what is answered. While one types only the changed pieces come back; a red flag loads the page."""
    chart, enquiry = opened(request, enquiry_id)
    form = assessing.find_current(chart, enquiry)
    if form is None:
        return redirect("intake:screening", enquiry_id)
    before = assessing.sheet_of(chart, form)
    told = list(_told(before, request.POST))
    try:
        left = assessing.write(chart, form, told, at=clock.now())
    except Refusal as refusal:
        if request.htmx:
            messages.error(request, said(refusal))
            return HttpResponseClientRefresh()
        return shown(request, chart, enquiry, problem=said(refusal), left=tuple(told))
    sheet = assessing.sheet_of(chart, form)
    if request.htmx:
        return _pieces(request, chart, enquiry, sheet, told, left)
    if left:
        return shown(request, chart, enquiry, problem=_("A colleague answered this too. Choose."), left=left)
    messages.success(request, _("Saved."))
    return redirect("intake:screening", enquiry_id)


@for_roles(*SCREENERS)
@require_POST
def flag(request: Request, enquiry_id: UUID) -> HttpResponse:
    """What was done about a red flag that is up."""
    chart, enquiry = opened(request, enquiry_id)
    assessment = assessing.find_current(chart, enquiry)
    form = FlagForm(request.POST)
    if assessment is None:
        return redirect("intake:screening", enquiry_id)
    if form.is_valid():
        told = form.cleaned_data
        try:
            minding_flags.write_done(chart, assessment, **told, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("It is written down."))
            return redirect("intake:screening", enquiry_id)
    return shown(request, chart, enquiry, flag_form=form)


def opened(request: Request, enquiry_id: UUID) -> tuple[Chart, Any]:
    """The chart and the enquiry, or the answer of an address nobody knows."""
    by = request.signed_in
    enquiry = assessing.get_enquiry(by, enquiry_id)
    return assessing.open_chart(by, enquiry, at=clock.now()), enquiry


def shown(
    request: Request,
    chart: Chart,
    enquiry: Any,
    *,
    problem: str = "",
    left: tuple[Told, ...] = (),
    **forms: Any,
) -> HttpResponse:
    """The page, with a form that has something wrong in place of its fresh one. What was typed stays."""
    at = clock.now()
    assessment = assessing.find_current(chart, enquiry)
    wrong = next((each for each in forms.values() if each is not None), None)
    context: dict[str, Any] = {
        "person": chart.person,
        "enquiry": enquiry,
        "card": intake_board.card_of(chart, enquiry, at=at) if chart.may_read(Part.ENQUIRY) else None,
        "promised": PROMISED_MINUTES,
        "zone": ZoneInfo(enquiry.site.zone),
        "assessment": assessment,
        "earlier": assessing.list_earlier(chart, enquiry, but=assessment),
        "problem": problem,
        "has_errors": bool(problem or wrong),
        "wrong": wrong,
        "is_intake": chart.by.role is Role.INTAKE,
        "key": fresh_key(),
    }
    if assessment is not None:
        context |= _of_form(chart, enquiry, assessment, left, forms, at=at)
    return render(request, "intake/screening.html", context, status=422 if context["has_errors"] else 200)


def _of_form(
    chart: Chart,
    enquiry: Any,
    assessment: Any,
    left: tuple[Told, ...],
    forms: Mapping[str, Any],
    *,
    at: datetime,
) -> dict[str, Any]:
    sheet = assessing.sheet_of(chart, assessment)
    signed = None if assessment.is_open else deciding_levels.find_signed(chart, assessment)
    clinicians = deciding_levels.list_clinicians(enquiry.site) if assessment.is_open else []
    asked = deciding_levels.find_asked(assessment)
    flags, dimensions = _questions(sheet, left)
    return {
        "sheet": sheet,
        "flags": flags,
        "dimensions": dimensions,
        "signed": signed,
        "asked": asked,
        "on_call": reaching.on_call_at(enquiry.site_id, at=at) if sheet.raised else None,
        "may_sign": minding_flags.is_clinician(chart),
        "flag_form": forms.get("flag_form") or FlagForm(),
        "ask_form": forms.get("ask_form")
        or AskForm(clinicians=clinicians, initial={"took_place": not sheet.raised}),
        "is_handed_over": any(
            done.came_of == "handed_over" for line in sheet.raised for done, _words in line.done
        ),
        "sign_form": forms.get("sign_form") or SignForm(sheet=sheet, initial={"seen": sheet.version}),
        "amend_form": forms.get("amend_form") or AmendForm(),
    }


def _pieces(
    request: Request, chart: Chart, enquiry: Any, sheet: Sheet, told: list[Told], left: tuple[Told, ...]
) -> HttpResponse:
    """What changed on the page: the marks of answers, questions a colleague answered, and what follows."""
    if sheet.raised:
        return HttpResponseClientRefresh()
    flags, dimensions = _questions(sheet, left)
    sent = {(each.about, each.what): each for each in told}
    changed = [each for each in (*flags, *dimensions) if _differs(each, sent[each.about, each.line.asks.id])]
    context = {
        "enquiry": enquiry,
        "sheet": sheet,
        "questions": (*flags, *dimensions),
        "changed": changed,
        "flags": flags,
        "zone": ZoneInfo(enquiry.site.zone),
        "at": clock.now(),
    }
    return render(request, "intake/parts/saved.html", context)


def _differs(question: Question, sent: Told) -> bool:
    """What is on the screen is not what is kept: a colleague's answer is to be shown."""
    return bool(question.colleague) or (question.value, question.words) != (sent.value, sent.words.strip())


def _questions(sheet: Sheet, left: tuple[Told, ...]) -> tuple[list[Question], list[Question]]:
    typed = {(each.about, each.what): each for each in left}
    return (
        [_question("flag", number, line, typed) for number, line in enumerate(sheet.flags)],
        [_question("dimension", number, line, typed) for number, line in enumerate(sheet.dimensions)],
    )


def _question(about: str, number: int, line: Line, typed: Mapping[tuple[str, str], Told]) -> Question:
    mine = typed.get((about, line.asks.id))
    if mine is None:
        return Question(f"{about}-{number}", about, line, line.value, line.words)
    is_others = mine.seen != line.seen and line.row is not None
    colleague = str(line.row.written_by) if is_others and line.row is not None else ""
    return Question(f"{about}-{number}", about, line, mine.value, mine.words, colleague)


def _told(sheet: Sheet, posted: Mapping[str, str]) -> Iterator[Told]:
    """What was posted for the questions of this form; one that wasn't on the page stays as it is."""
    for about, lines in (("flag", sheet.flags), ("dimension", sheet.dimensions)):
        for number, line in enumerate(lines):
            name = f"{about}-{number}"
            if f"{name}-seen" not in posted:
                yield Told(about, line.asks.id, line.value, line.words, line.seen)
                continue
            yield Told(
                about,
                line.asks.id,
                posted.get(name, "")[:60],
                posted.get(f"{name}-words", "").replace("\r\n", "\n"),
                posted[f"{name}-seen"][:40],
            )
