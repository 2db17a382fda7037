"""Addresses of the public site, the whole of it."""

from django.urls import path

from sibai.recruitment.views import public

app_name = "public"
urlpatterns = [
    path("", public.notices, name="notices"),
    path("post/<uuid:pk>/", public.notice, name="notice"),
    path("post/<uuid:pk>/apply/", public.apply, name="apply"),
    path("status/", public.status, name="status"),
    path("withdraw/", public.withdraw, name="withdraw"),
    path("privacy/", public.privacy, name="privacy"),
]
