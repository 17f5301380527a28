"""The head of somebody's record, which every page of it carries, and the way from one page to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stepwell.actions import levels_kept, reviewing
from stepwell.actions.charts import Chart
from stepwell.interfaces.clinician.words import Words
from stepwell.interfaces.shared.requests import Request

ROWS: tuple[tuple[Words, Mapping[str, tuple[Words, str]]], ...] = (
    (
        _("Day to day"),
        {
            "progress": (_("Progress"), ""),
            "sessions": (_("Sessions"), ""),
            "notes": (_("Notes"), "clinician:notes"),
            "measures": (_("Measures"), ""),
            "needs": (_("Needs"), "clinician:needs_of"),
            "practice": (_("Practice and own plans"), "clinician:practice"),
            "family": (_("Family"), "clinician:family"),
            "messages": (_("Messages"), "clinician:messages_of"),
            "contact": (_("Contact and busy times"), ""),
        },
    ),
    (
        _("The way through"),
        {
            "screened": (_("Screening"), "clinician:screened"),
            "plan": (_("Plan"), "clinician:plan"),
            "paid_days": (_("Payer's days"), "clinician:paid_days"),
            "reviews": (_("Reviews and level"), "clinician:reviews"),
            "graduation": (_("Graduation"), "clinician:graduation"),
            "after": (_("The year after"), "clinician:after"),
        },
    ),
)
"""The rows in which a record's sections stand, so that all are seen at once. Of each section
its name, and its address where it has one of its own; the others are `?tab=`."""
FIRST = "progress"


def zone_of(chart: Chart) -> ZoneInfo:
    """The zone of the person's site, or else of the reader's."""
    episode = chart.find_episode()
    return ZoneInfo(episode.site.zone) if episode else reviewing.zone_of(chart.by)


def head(chart: Chart, current: str, *, day: date) -> dict[str, Any]:
    """What the template `clinician/person.html` draws above each section."""
    person, episode = chart.person, chart.find_episode()
    born = person.birth_date
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None
    template = episode.template if episode else None
    week = reviewing.week_of(episode, day=day)
    return {
        "chart": chart,
        "person": person,
        "age": age,
        "episode": episode,
        "template": template,
        "level": levels_kept.level(episode, on=day) if episode else "",
        "week": min(week, template.weeks) if week and template else week,
        "is_past_plan": bool(week and template and week > template.weeks),
        "day": day,
        "tabs": tabs(person.pk, current),
    }


def tabs(person_id: UUID, current: str) -> list[dict[str, Any]]:
    """The sections as rows of links, the one that is shown marked."""
    record = reverse("clinician:person", args=[person_id])

    def link(key: str, name: Words, url_name: str) -> dict[str, Any]:
        url = reverse(url_name, args=[person_id]) if url_name else f"{record}?tab={key}"
        return {"name": name, "url": record if key == FIRST else url, "current": key == current}

    return [
        {"name": title, "tabs": [link(key, *section) for key, section in sections.items()]}
        for title, sections in ROWS
    ]


def show(
    request: Request,
    chart: Chart,
    section: str,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """One section of a record, its times those of the person's site."""
    zone = zone_of(chart)
    day = chart.at.astimezone(zone).date()
    with timezone.override(zone):
        return render(request, template, {**head(chart, section, day=day), **context}, status=status)
