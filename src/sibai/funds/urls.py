"""Addresses of the room."""

from django.urls import path

from sibai.funds.views import pages, steps

app_name = "funds"
urlpatterns = [
    path("", pages.balances, name="balances"),
    path("post/", steps.post, name="post"),
    path("journal/", pages.journal, name="journal"),
    path("journal/export/", pages.export, name="export"),
    path("journal/<uuid:pk>/", pages.entry, name="entry"),
    path("journal/<uuid:pk>/reverse/", steps.reverse_entry, name="reverse"),
    path("remittances/", pages.remittances, name="remittances"),
    path("remittances/new/", steps.remit, name="remit"),
    path("checks/", pages.checks, name="checks"),
    path("checks/<str:month>/", pages.check, name="check"),
]
