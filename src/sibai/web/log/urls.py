"""Addresses of the log's pages."""

from django.urls import path

from sibai.web.log import views

app_name = "audit"
urlpatterns = [
    path("", views.index, name="list"),
    path("export/", views.export, name="export"),
    path("heads/", views.heads, name="heads"),
    path("heads/sign/", views.sign, name="sign"),
    path("heads/<int:seq>/", views.head, name="head"),
    path("heads/<int:seq>/file/", views.head_file, name="head_file"),
    path("<int:seq>/", views.entry, name="entry"),
]
