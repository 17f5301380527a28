from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "stepwell.records.families"
    label = "families"
