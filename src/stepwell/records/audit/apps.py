from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "stepwell.records.audit"
    label = "audit"
