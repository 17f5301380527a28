"""The curriculum to read at the desk: its week beside the floor, its modules, each session whole."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from stepwell.domain.curriculum import files as curricula
from stepwell.domain.curriculum.floor import MATRIX_WEEK, against_floor
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel.bilingual import Words

LANGUAGES = ("en", "es")


@for_roles(Role.COUNSELOR)
@require_safe
def curriculum(request: Request) -> HttpResponse:
    """The week with its minutes, and every session by module. It opens nobody's record."""
    found = curricula.shipped()
    ours, matrix = against_floor(found.week), against_floor(MATRIX_WEEK)
    context = {
        "title": _here(found.title),
        "week": [
            {
                "title": _here(part.title),
                "minutes": part.minutes,
                "times": part.times,
                "sum": part.minutes * part.times,
            }
            for part in found.week
        ],
        "minutes": ours.minutes,
        "floor": ours.floor,
        "short": ours.short,
        "matrix": matrix.minutes,
        "modules": [
            {
                "title": _here(module.title),
                "ways": [_here(words) for words in module.interventions],
                "sessions": [
                    {"id": session.id, "title": _here(session.title), "aim": _here(session.aim)}
                    for session in module.sessions
                ],
            }
            for module in found.modules
        ],
        "count": sum(len(module.sessions) for module in found.modules),
    }
    return render(request, "clinician/curriculum.html", context)


@for_roles(Role.COUNSELOR)
@require_safe
def session(request: Request, session_id: str) -> HttpResponse:
    """One session in the reader's language, or in the other one."""
    language = request.GET.get("in", "")
    if language not in LANGUAGES:
        language = "es" if (get_language() or "en").startswith("es") else "en"
    for module in curricula.shipped().modules:
        for each in module.sessions:
            if each.id == session_id:
                context = {
                    "language": language,
                    "other": next(code for code in LANGUAGES if code != language),
                    "module": module.title.said_in(language),
                    "title": each.title.said_in(language),
                    "aim": each.aim.said_in(language),
                    "goal": each.goal.said_in(language),
                    "outline": [
                        {"minutes": point.minutes, "words": point.words.said_in(language)}
                        for point in module.outline_of(each)
                    ],
                    "exercise": each.exercise.said_in(language),
                    "practice": [words.said_in(language) for words in each.practice],
                    "practice_minutes": each.practice_minutes,
                }
                return render(request, "clinician/curriculum_session.html", context)
    raise Http404


def _here(words: Words) -> str:
    return words.said_in("es" if (get_language() or "en").startswith("es") else "en")
