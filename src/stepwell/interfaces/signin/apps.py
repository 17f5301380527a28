from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "stepwell.interfaces.signin"
    label = "signin"
