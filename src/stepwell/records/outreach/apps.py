from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "stepwell.records.outreach"
    label = "outreach"
