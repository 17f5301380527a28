"""What a loved one sees, drawn the same for them and for the person who tries it before signing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stepwell.actions.shared_charts import Shared
from stepwell.domain.privacy.notices import NOTICE
from stepwell.domain.privacy.terms import Category

ITEMS: Mapping[Category, Promise] = {
    Category.SCHEDULE: _("When I am to come"),
    Category.FAMILY_SESSIONS: _("My family sessions"),
    Category.ATTENDANCE: _("That I came"),
    Category.EPISODE: _("How long it goes"),
    Category.MESSAGES: _("Messages with me and my counselor"),
}
"""In the words of who grants them."""
ITEMS_OF_THEIRS: Mapping[Category, Promise] = {
    Category.SCHEDULE: _("times to come"),
    Category.FAMILY_SESSIONS: _("family sessions"),
    Category.ATTENDANCE: _("whether they came"),
    Category.EPISODE: _("dates of the stay"),
    Category.MESSAGES: _("messages"),
}
"""The same in the words of the desk."""
RELATIONS = [
    ("partner", _("Partner")),
    ("mother", _("Mother")),
    ("father", _("Father")),
    ("sister", _("Sister")),
    ("brother", _("Brother")),
    ("child", _("Son or daughter")),
    ("friend", _("Friend")),
    ("other", _("Somebody else")),
]
YOURS: Mapping[str, Promise] = {
    "partner": pgettext_lazy("loved one", "your partner"),
    "mother": pgettext_lazy("loved one", "your mother"),
    "father": pgettext_lazy("loved one", "your father"),
    "sister": pgettext_lazy("loved one", "your sister"),
    "brother": pgettext_lazy("loved one", "your brother"),
    "child": pgettext_lazy("loved one", "your child"),
    "friend": pgettext_lazy("loved one", "your friend"),
}
OPENED = {
    "times": Category.SCHEDULE,
    "sessions": Category.FAMILY_SESSIONS,
    "days": Category.ATTENDANCE,
    "stay": Category.EPISODE,
}


def called(name: str, relation: str) -> str:
    """Who it is, as the person would say: "Elena, your sister"."""
    yours = YOURS.get(relation)
    return gettext("%(name)s, %(relation)s") % {"name": name, "relation": yours} if yours else name


def seen(shared: Shared) -> dict[str, Any]:
    """What the part `shared/sharing/seen.html` draws: each kind that is open, and no trace of the others."""
    read: dict[str, Any] = {
        "times": shared.times_ahead,
        "sessions": shared.family_sessions,
        "days": shared.days_came,
        "stay": shared.stay,
    }
    opened = {name: read[name]() for name, category in OPENED.items() if shared.opens(category)}
    opens = {name: name in opened for name in OPENED} | {"messages": shared.opens(Category.MESSAGES)}
    return {
        "name": shared.person.called,
        "until": shared.until,
        "opens": opens,
        "today": shared.at.astimezone(shared.zone).date(),
        "zone": shared.zone,
        "notice": NOTICE.short,
        **opened,
    }
