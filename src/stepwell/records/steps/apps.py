from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "stepwell.records.steps"
    label = "steps"
