"""The layouts and components as a Django app, so that every way in finds them."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "stepwell.interfaces.shared"
    label = "shared"
