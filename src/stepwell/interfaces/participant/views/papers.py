"""Papers of admission on the phone: read them, sign them, say no, or take a consent back."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import admission_papers, consenting
from stepwell.actions.charts import Chart
from stepwell.actions.consents_kept import Kept
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.domain.privacy.terms import MEANING
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def home(request: Request) -> HttpResponse:
    """Every paper the person was given, what is signed, and what waits for them."""
    at = clock.now()
    chart = own_chart(request, what="paper", at=at)
    context = {
        "papers": admission_papers.list_papers(chart.person),
        "consent": admission_papers.find_disclosure_consent(chart.person, at=at),
    }
    return show(request, chart, "participant/papers/home.html", context)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, kind: str) -> HttpResponse:
    """One paper, whole, with the button to sign it below."""
    at = clock.now()
    chart = own_chart(request, what="paper", at=at)
    if request.method == "POST":
        admission_papers.sign(chart, kind, key=request.POST.get("key", "")[:36], at=at)
        messages.success(request, gettext("Thank you. You can read it here again at any time."))
        return redirect("participant:papers")
    context = {"one": admission_papers.find_paper(chart, kind), "key": fresh_key()}
    return show(request, chart, "participant/papers/paper.html", context)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: Request) -> HttpResponse:
    """The one consent for treatment, payment and operations: what, to whom, for what, and how it ends."""
    at = clock.now()
    chart = own_chart(request, what="consent", at=at)
    kept = admission_papers.find_disclosure_consent(chart.person, at=at)
    if kept is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, chart, kept, at=at)
    context = {
        "kept": kept,
        "categories": [gettext(MEANING[each]) for each in admission_papers.SHARED],
        "how_to_revoke": admission_papers.HOW_TO_REVOKE,
        "program": chart.person.organization.name,
        "key": fresh_key(),
    }
    return show(request, chart, "participant/papers/consent.html", context)


def _answer(request: Request, chart: Chart, kept: Kept, *, at: datetime) -> HttpResponse:
    """Signed, or no, or taken back. A no stops nothing but what the paper says."""
    key = request.POST.get("key", "")[:36]
    try:
        if "sign" in request.POST:
            consenting.sign(chart, kept.row.pk, key=key, at=at)
            messages.success(request, gettext("Signed. You can take it back here at any time."))
        else:
            consenting.revoke(chart, kept.row.pk, key=key, at=at)
            words = gettext("Taken back.") if kept.is_signed else gettext("All right. Nothing is shared.")
            messages.success(request, words)
    except Refusal as refusal:
        say_refusal(request, refusal)
    return redirect("participant:papers")
