"""The calendar feed: made, ended, and read by calendar programs."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import feeding, viewing_weeks
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_anyone, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: Request) -> HttpResponse:
    """The feed in force. POST `make` shows a new address once; POST `end` closes it."""
    at, account = clock.now(), request.signed_in.account
    if account is None:
        raise Http404
    address = ""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            feeding.end_feed(account, at=at)
            return redirect("manager:feed")
        site_id, key = asked.key(request.POST.get("site")), request.POST.get("key", "")
        secret = feeding.make_feed(account, site_id=site_id, key=key, at=at)
        address = request.build_absolute_uri(reverse("calendar:feed", args=[secret])) if secret else ""
    sites = viewing_weeks.sites_of(request.signed_in)
    feed = feeding.find_feed(account)
    names = {site.pk: site.name for site in sites}
    context = {
        "feed": feed,
        "key": fresh_key(),
        "address": address,
        "sites": sites,
        "of_site": names.get(feed.site_id, "") if feed and feed.site_id else "",
    }
    return render(request, "manager/feed.html", context)


@require_safe
@for_anyone
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind the secret, to anybody who has it; an ended one is no address at all."""
    written = feeding.render_feed(secret, at=clock.now())
    if written is None:
        raise Http404
    etag = quote_etag(hashlib.sha256(written).hexdigest()[:32])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-store"
    return response
