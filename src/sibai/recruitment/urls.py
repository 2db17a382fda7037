"""Addresses of the room."""

from django.urls import path

from sibai.recruitment.views import applications, batch, crossing, pages, papers, scoring, steps

app_name = "recruitment"
urlpatterns = [
    path("", pages.vacancy_list, name="list"),
    path("export/", pages.export, name="export"),
    path("crossing/", crossing.take_file, name="take_file"),
    path("crossing/notices/", crossing.notices_file, name="notices_file"),
    path("approve/", batch.approve_many, name="approve_many"),
    path("vacancy/<uuid:pk>/start/", steps.start, name="start"),
    path("<uuid:pk>/", pages.selection, name="selection"),
    path("<uuid:pk>/notice/", steps.notice, name="notice"),
    path("<uuid:pk>/enter/", applications.enter, name="enter"),
    path("<uuid:pk>/choose/", steps.choose, name="choose"),
    path("<uuid:pk>/assessors/", scoring.assessors, name="add_assessor"),
    *(path(f"<uuid:pk>/{name.replace('_', '-')}/", steps.step, {"name": name}, name=name) for name in steps.STEPS),
    path("<uuid:pk>/scan/<slug:kind>/", papers.scan, {"of": "selection"}, name="selection_scan"),
    path("<uuid:pk>/print/<slug:kind>/", papers.prints, {"of": "selection"}, name="selection_print"),
    path("assessor/<uuid:pk>/score/", scoring.score, name="score"),
    path("assessor/<uuid:pk>/remove/", scoring.remove, name="remove_assessor"),
    path("objection/<uuid:pk>/", applications.answer_objection, name="answer_objection"),
    path("application/<uuid:pk>/", applications.application, name="application"),
    *(
        path(f"application/<uuid:pk>/{name.replace('_', '-')}/", applications.act, {"name": name}, name=name)
        for name in applications.ACTS
    ),
    path("application/<uuid:pk>/scan/<slug:kind>/", papers.scan, {"of": "application"}, name="application_scan"),
    path("application/<uuid:pk>/print/<slug:kind>/", papers.prints, {"of": "application"}, name="application_print"),
]
