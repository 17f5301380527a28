from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "stepwell.interfaces.privacy"
    label = "privacy"
