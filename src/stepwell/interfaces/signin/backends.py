"""Signing in by e-mail and password, with the organization read along with the account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from stepwell.actions import signing_in


class WithOrganization(AuthenticationBackend):
    """Saves a query on every page: what is asked of an account is nearly always its organization too."""

    def get_user(self, user_id: Any) -> Any:
        try:
            key = user_id if isinstance(user_id, UUID) else UUID(str(user_id))
        except ValueError:
            return None
        account = signing_in.find_account(key)
        return account if account is not None and self.user_can_authenticate(account) else None
