"""Addresses of the previews."""

from django.urls import path

from sibai.web.preview import views

app_name = "preview"
urlpatterns = [path("decision/<uuid:pk>/", views.decision, name="decision")]
