from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "stepwell.records.entrance"
    label = "entrance"
