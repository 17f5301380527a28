"""Words that pages of more than one way in need."""

from __future__ import annotations

from django import template

from stepwell.domain.hours.dose import in_hours
from stepwell.interfaces.shared.words import titled

register = template.Library()
register.filter("titled", titled)
register.filter("in_hours", in_hours)
