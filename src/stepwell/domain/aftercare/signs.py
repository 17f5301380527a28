"""Signs that it gets harder, as people and those who call them name them.

Source: the early warning signs of telephone continuing care (McKay
et al. 2010); which of them count is program policy. A sign is told, never
computed, and it asks for more contact: it takes nothing away.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stepwell.kernel.sentences import gettext_noop

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "craving": gettext_noop("Craving more, or more often"),
        "used": gettext_noop("Used, once or more"),
        "low_mood": gettext_noop("Feeling low or very worried"),
        "sleep": gettext_noop("Sleeping badly"),
        "alone": gettext_noop("More alone, or away from support"),
        "stress": gettext_noop("Trouble with work, home, money or court"),
        "old_places": gettext_noop("Back with people or places that go with use"),
        "medication": gettext_noop("Missed or stopped medication"),
        "wants_talk": gettext_noop("Wants to talk sooner"),
    }
)
"""Each by its stored code, in words that stand on the person's own page and at the desk."""
