from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "stepwell.records.consents"
    label = "consents"
