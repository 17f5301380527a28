"""One way in for each role of the demo, by the account that stands for it."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.domain.privacy.access import Role

MAIL = "demo.stepwell.invalid"
"""A domain that can never exist (RFC 2606), so that no mail of the demo reaches anybody."""


@dataclass(frozen=True)
class Door:
    """Who to be, with which account, in words for the list of doors."""

    role: Role
    email: str
    label: str


def email_of(key: str) -> str:
    """The address of somebody in the demo.

    >>> email_of("sam")
    'sam@demo.stepwell.invalid'
    """
    return f"{key}@{MAIL}"


DOORS = (
    Door(Role.PARTICIPANT, email_of("sam"), "Sam, participant"),
    Door(Role.FAMILY, email_of("elena"), "Elena, Sam's sister"),
    Door(Role.COUNSELOR, email_of("priya"), "Priya, counselor"),
    Door(Role.INTAKE, email_of("june"), "June, intake"),
    Door(Role.MANAGER, email_of("grace"), "Grace, manager"),
    Door(Role.PRIVACY_OFFICER, email_of("ada"), "Ada, privacy officer"),
)
