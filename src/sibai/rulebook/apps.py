"""The room of the rulebook."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Decisions on parameters and readings as a Django app."""

    name = "sibai.rulebook"
    verbose_name = "办法与口径"
