"""The shell as an app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, styles and the pages that belong to no single room."""

    name = "sibai.web"
    verbose_name = "页面"
