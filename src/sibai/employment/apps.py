"""The room as Django knows it."""

from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    """Posts and contracts."""

    name = "sibai.employment"
    verbose_name = "用工"
