"""Addresses of the room."""

from django.urls import path

from sibai.documents.views import files

app_name = "documents"
urlpatterns = [path("files/<uuid:pk>/", files.file, name="file")]
