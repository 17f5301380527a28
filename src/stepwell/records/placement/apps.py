from django.apps import AppConfig


class PlacementConfig(AppConfig):
    name = "stepwell.records.placement"
    label = "placement"
