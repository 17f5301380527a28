from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "stepwell.records.tenancy"
    label = "tenancy"
