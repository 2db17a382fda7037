"""The room of funds."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Funds as a Django app."""

    name = "sibai.funds"
    verbose_name = "资金"
