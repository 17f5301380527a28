from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "stepwell.records.practice"
    label = "practice"
