"""All addresses of the public site: a process and a table of its own, with no way to anything else."""

from django.urls import include, path

handler400 = "sibai.recruitment.views.public_errors.bad_request"
handler403 = "sibai.recruitment.views.public_errors.forbidden"
handler404 = "sibai.recruitment.views.public_errors.not_found"
handler500 = "sibai.recruitment.views.public_errors.server_error"

urlpatterns = [path("", include("sibai.recruitment.urls_public"))]
