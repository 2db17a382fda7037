"""Addresses of the room."""

from django.urls import path

from sibai.rulebook.views import changing, deciding, reading

app_name = "rulebook"
urlpatterns = [
    path("", reading.articles, name="articles"),
    path("article/<str:number>/", reading.article, name="article"),
    path("parameters/", reading.parameters, name="parameters"),
    path("readings/", reading.readings, name="readings"),
    path("entry/<str:name>/", reading.entry, name="entry"),
    path("rule/<str:name>/", reading.rule, name="rule"),
    path("export/", reading.export, name="export"),
    path("decisions/", deciding.decisions, name="decisions"),
    path("decide/<str:name>/", deciding.decide, name="decide"),
    path("decision/<uuid:pk>/", deciding.decision, name="decision"),
    path("decision/<uuid:pk>/amend/", changing.amend, name="amend"),
    path("decision/<uuid:pk>/confirm/", changing.confirm, name="confirm"),
    path("decision/<uuid:pk>/return/", changing.send_back, name="return"),
    path("decision/<uuid:pk>/withdraw/", changing.withdraw, name="withdraw"),
    path("decision/<uuid:pk>/attach/", changing.attach, name="attach"),
]
