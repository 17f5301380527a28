"""The answers of one visitor: which questions are for them, which come next, and where they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from stepwell.actions import begun_enquiries
from stepwell.actions.begun_enquiries import Begun
from stepwell.interfaces.shared.asking import QUESTIONS, Asking, Question

KEY = "start"
"""Where the browser's session keeps the secret. Leaving ends the session."""


@dataclass
class Visit:
    """What somebody answered so far. `secret` is empty before the first answer."""

    program: UUID
    sites: Sequence[Any]
    secret: str = ""
    begun: Begun | None = None

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.begun.answers) if self.begun else {}

    @property
    def is_sent(self) -> bool:
        return self.begun is not None and self.begun.enquiry_id is not None

    @property
    def is_self(self) -> bool:
        """Asked for oneself, or not known yet."""
        asker: str = self.answers.get("who", {}).get("asker", "self")
        return asker == "self"

    @property
    def questions(self) -> list[Question]:
        """Those that are for this visitor: nobody chooses of one place, or says who calls for oneself."""
        left_out = {"place"} if len(self.sites) == 1 else set()
        return [
            each for each in QUESTIONS if each.slug not in left_out | ({"call"} if self.is_self else set())
        ]

    def form(self, question: Question, data: QueryDict | dict[str, Any] | None = None, **more: Any) -> Asking:
        """The form of a question, bound to what is given."""
        return question.form(data, is_self=self.is_self, sites=self.sites, **more)

    def is_answered(self, question: Question) -> bool:
        """The answer that is kept is a whole one."""
        kept = self.answers.get(question.slug)
        return kept is not None and self.form(question, kept).is_valid()

    def next_open(self) -> Question | None:
        """The first question without an answer; None when everything is told."""
        return next((each for each in self.questions if not self.is_answered(each)), None)

    def told(self) -> dict[str, Any]:
        """Every answer as its form understood it. Asked only when nothing is open."""
        found: dict[str, Any] = {}
        for question in self.questions:
            form = self.form(question, self.answers[question.slug])
            form.is_valid()
            found.update(form.cleaned_data)
        return found

    def site(self) -> Any:
        """The place that was chosen, or the only one."""
        chosen = self.answers.get("place", {}).get("site", "")
        return next((site for site in self.sites if str(site.pk) == chosen), self.sites[0])


def visit_of(request: HttpRequest, program: UUID, sites: Sequence[Any], *, at: datetime) -> Visit:
    """What this browser has begun at this program, if it has."""
    kept = request.session.get(KEY) or {}
    secret = kept.get("secret", "") if kept.get("program") == str(program) else ""
    begun = begun_enquiries.find(secret, at=at) if secret else None
    return Visit(program, sites, secret if begun else "", begun)


def keep(request: HttpRequest, visit: Visit, question: Question, data: QueryDict, *, at: datetime) -> Visit:
    """Keep an answer as it was typed, whole or not: nothing is lost by leaving."""
    names = question.form.base_fields
    answers = {**visit.answers, question.slug: {name: data[name] for name in names if name in data}}
    if visit.secret:
        begun_enquiries.answer(visit.secret, answers, at=at)
    else:
        remember(request, visit.program, begun_enquiries.begin(answers, at=at))
    return visit_of(request, visit.program, visit.sites, at=at)


def remember(request: HttpRequest, program: UUID, secret: str) -> None:
    """This browser may go on with what the secret leads to, until it is closed or left."""
    request.session[KEY] = {"program": str(program), "secret": secret}
