from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "stepwell.records.billing"
    label = "billing"
