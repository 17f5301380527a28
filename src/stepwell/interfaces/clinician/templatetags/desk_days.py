"""Days as the desk's templates show them."""

from __future__ import annotations

from django import template
from django.utils.dates import WEEKDAYS

register = template.Library()


@register.filter
def weekday(number: int) -> str:
    """A day of the week by its number; Monday is 0."""
    return str(WEEKDAYS[number])
