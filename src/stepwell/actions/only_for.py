"""Pages of some roles alone, kept from everybody else."""

from __future__ import annotations

from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Role


def need_role(by: SignedIn, *roles: Role) -> None:
    """NotHere for who has none of these roles: what isn't theirs looks like what doesn't exist."""
    if by.role not in roles:
        raise NotHere("There is no such page.")
