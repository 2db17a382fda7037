"""Addresses of places and organisations."""

from django.urls import path

from sibai.web.places.views import changing, reading, villages

app_name = "places"
urlpatterns = [
    path("", reading.tree, name="list"),
    path("organisations/", reading.organisations, name="organisations"),
    path("organisations/export/", reading.export, name="export"),
    path("organisations/<uuid:pk>/", reading.organisation, name="organisation"),
    path("organisations/<uuid:pk>/change/", changing.change_organisation, name="organisation_change"),
    path("organisations/<uuid:pk>/end/", changing.end_organisation, name="organisation_end"),
    path("<slug:code>/", reading.place, name="place"),
    path("<slug:code>/rename/", changing.rename, name="rename"),
    path("<slug:code>/organisation/", changing.add_organisation, name="organisation_add"),
    path("<slug:code>/merge/", villages.merge, name="merge"),
    path("<slug:code>/split/", villages.split, name="split"),
]
