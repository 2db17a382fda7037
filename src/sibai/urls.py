"""All addresses of the office site; each room has its own."""

from django.urls import include, path

handler400 = "sibai.people.pages.errors.bad_request"
handler403 = "sibai.people.pages.errors.forbidden"
handler404 = "sibai.people.pages.errors.not_found"
handler500 = "sibai.people.pages.errors.server_error"

urlpatterns = [
    path("", include("sibai.web.urls")),
    path("", include("sibai.people.urls")),
    path("documents/", include("sibai.documents.urls")),
    path("rulebook/", include("sibai.rulebook.urls")),
    path("recruitment/", include("sibai.recruitment.urls")),
    path("employment/", include("sibai.employment.urls")),
    path("attendance/", include("sibai.attendance.urls")),
    path("payroll/", include("sibai.payroll.urls")),
    path("funds/", include("sibai.funds.urls")),
    path("casework/", include("sibai.casework.urls")),
    path("preview/", include("sibai.web.preview.urls")),
    path("log/", include("sibai.web.log.urls")),
    path("places/", include("sibai.web.places.urls")),
]
