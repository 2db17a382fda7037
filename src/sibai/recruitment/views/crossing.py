"""The county's page for what crosses from and to a public machine apart."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.documents.answers import download
from sibai.people.actor import Actor
from sibai.people.pages import carry_out, page
from sibai.people.pages.methods import only
from sibai.recruitment.crossing.signatures import name_of
from sibai.recruitment.forms.crossing import TakeFileForm
from sibai.recruitment.operations.crossing import export_notices
from sibai.recruitment.operations.taking import take_file as take
from sibai.recruitment.queries.exporting import not_collected, taken_files


@only("GET", "POST")
def take_file(request: HttpRequest) -> HttpResponse:
    """Take a sealed file in; the last files; the way to the notices file."""
    form = TakeFileForm(request.POST, request.FILES) if request.method == "POST" else TakeFileForm()

    def again(status: int = 200) -> HttpResponse:
        machine = settings.OWN.public_machine
        context = {
            "form": form,
            "files": taken_files(),
            "missing": "、".join(not_collected(timezone.localdate())),
            "machine": name_of(machine) if machine else "",
        }
        return page(request, "recruitment/take_file.html", context, status)

    if request.method == "GET":
        return again()
    return carry_out(
        request,
        form,
        lambda actor: take(actor=actor, stream=form.cleaned_data["file"].file, now=timezone.now()),
        done="文件已收入，各件结果见下面的列表和日志。请再下载公告和回执文件给公众机器。",
        to=reverse("recruitment:take_file"),
        again=again,
    )


@only("GET")
def notices_file(request: HttpRequest) -> HttpResponse:
    """The notices file for the public machine; an entry of the log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    content = export_notices(actor=actor, now=now)
    return download(content, f"公告和回执{timezone.localtime(now):%Y%m%d-%H%M}", "txt")
