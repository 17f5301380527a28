from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "stepwell.interfaces.family"
    label = "family"
