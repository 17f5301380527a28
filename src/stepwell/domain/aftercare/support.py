"""Kinds of support groups, as a program's own list tells them apart.

Source: program policy: mutual help, peer, faith and secular ways
all help somebody, and the choice is the person's. None is put first.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stepwell.kernel.sentences import gettext_noop

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "mutual": gettext_noop("Mutual help"),
        "peer": gettext_noop("Led by peers"),
        "faith": gettext_noop("Faith-based"),
        "secular": gettext_noop("Secular"),
    }
)
"""Each by its stored code."""
PEERS_ASKED_FOR: Mapping[str, str] = MappingProxyType(
    {
        "story": gettext_noop("Tell how it went"),
        "welcome": gettext_noop("Welcome people on their first day"),
        "group": gettext_noop("Sit in on a group that is open to guests"),
        "walk": gettext_noop("Come along to a support group"),
    }
)
"""What alumni are asked to come for. None of it needs anybody's record."""
