"""The room as Django knows it."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Travel claims, disputes, injuries, checks."""

    name = "sibai.casework"
    verbose_name = "个案"
