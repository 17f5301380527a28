from django.apps import AppConfig


class WaitingConfig(AppConfig):
    name = "stepwell.records.waiting"
    label = "waiting"
