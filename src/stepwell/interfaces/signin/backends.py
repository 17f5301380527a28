"""Signing in by e-mail and password, with the organization read along with the account."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class WithOrganization(AuthenticationBackend):
    """Saves a query on every page: what is asked of an account is nearly always its organization too."""

    def get_user(self, user_id: Any) -> Any:
        rows = get_user_model()._default_manager.select_related("organization")
        account = rows.filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
