from __future__ import annotations

from django.urls import path

from stepwell.interfaces.signin import entering, leaving, views

app_name = "signin"
urlpatterns = [
    path("", views.front, name="front"),
    path("language", views.language, name="language"),
    path("sign-out", leaving.sign_out, name="sign_out"),
    path("leave", leaving.leave, name="leave"),
    path("enter/<str:secret>", entering.enter, name="enter"),
    path("demo/<str:token>/", entering.demo_door, name="demo_door"),
    path("sign-in/welcome/", entering.welcome, name="welcome"),
    path("sign-in/second-factor/", views.second_factor, name="second_factor"),
    path("sign-in/everywhere/", leaving.everywhere, name="everywhere"),
]
