"""All addresses of the public site: a process and a table of its own, with no way to anything else."""

from django.urls import URLPattern

handler400 = "sibai.people.pages.errors.bad_request"
handler403 = "sibai.people.pages.errors.forbidden"
handler404 = "sibai.people.pages.errors.not_found"
handler500 = "sibai.people.pages.errors.server_error"

urlpatterns: list[URLPattern] = []
