from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "stepwell.records.needs"
    label = "needs"
