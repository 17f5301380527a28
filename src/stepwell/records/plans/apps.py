from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "stepwell.records.plans"
    label = "plans"
