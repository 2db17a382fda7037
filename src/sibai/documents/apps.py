"""The room of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files and papers as a Django app."""

    name = "sibai.documents"
    verbose_name = "文件"
