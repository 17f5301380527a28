"""How long a page may lie quiet before it asks to sign in again, by role."""

from __future__ import annotations

from datetime import timedelta

from stepwell.domain.privacy.access import Role

IDLE = {
    Role.PARTICIPANT: timedelta(minutes=30),  # their own phone
    Role.FAMILY: timedelta(minutes=30),
    Role.COUNSELOR: timedelta(minutes=15),  # a desk in a hallway
    Role.INTAKE: timedelta(minutes=15),
    Role.MANAGER: timedelta(minutes=10),
    Role.PRIVACY_OFFICER: timedelta(minutes=10),
}
