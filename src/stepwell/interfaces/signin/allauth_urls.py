"""The pages of allauth that are used. What isn't listed doesn't exist: no sign-up, no change of address."""

from __future__ import annotations

from allauth.account import views as account
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

from stepwell.interfaces.signin import leaving

urlpatterns = [
    path("", account.login, name="account_login"),
    path("out/", leaving.sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("reset/", account.password_reset, name="account_reset_password"),
    path("reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("factors/", include("allauth.mfa.urls")),
]
