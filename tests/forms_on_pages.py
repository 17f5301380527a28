"""The forms that a page shows, with what their fields stand at, as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSENT = {"file", "image", "reset"}


@dataclass
class Form:
    """Where it is sent, and its fields: what each stands at, and of which kind it is."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(told)
        form = self.by_id.get(told.get("form", "")) or self.open
        if form is None:
            return
        if tag in {"input", "button"}:
            self._input(form, tag, told)
        elif tag in {"select", "textarea"} and "name" in told:
            self.select = told["name"] if tag == "select" else ""
            self.area = told["name"] if tag == "textarea" else ""
            self._put(form, told["name"], tag, "")
        elif tag == "option" and self.select and (not form.values[self.select] or "selected" in told):
            form.values[self.select] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.open = None if tag == "form" else self.open
        self.select = "" if tag == "select" else self.select
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area and self.open:
            self.open.values[self.area] += data

    def _begin(self, told: dict[str, str]) -> None:
        self.open = None
        if told.get("method", "").lower() == "post":
            self.open = Form(told.get("action") or self.page)
            self.forms.append(self.open)
            self.by_id[told.get("id") or f"number {len(self.forms)}"] = self.open

    def _input(self, form: Form, tag: str, told: dict[str, str]) -> None:
        kind, name = told.get("type", "submit" if tag == "button" else "text"), told.get("name", "")
        if not name or kind in UNSENT or name == "csrfmiddlewaretoken":
            return
        if kind in {"radio", "checkbox", "submit"} and name in form.values and "checked" not in told:
            return
        self._put(form, name, kind, told.get("value", "on" if kind == "checkbox" else ""))

    def _put(self, form: Form, name: str, kind: str, value: str) -> None:
        form.values[name], form.kinds[name] = value, kind


def forms_on(html: str, page: str) -> list[Form]:
    """Every form of the page that writes."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.forms
