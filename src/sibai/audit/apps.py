"""The room of the log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log as a Django app."""

    name = "sibai.audit"
    verbose_name = "日志"
