"""The ways back from the pages of a post and of a contract."""

from __future__ import annotations

from django.urls import reverse

from sibai.employment.models import Contract, Stint


def called(stint: Stint) -> str:
    """A post as people call it: village and name."""
    return f"{stint.village.short_name} {stint.person.name}"


def way_to(stint: Stint, *stations: tuple[str, str]) -> list[dict[str, str]]:
    """The way back from an act at a post."""
    here = [("人员", reverse("employment:people")), (called(stint), reverse("employment:stint", args=[stint.pk]))]
    return [{"label": label, "url": url} for label, url in [*here, *stations]]


def way_to_contract(contract: Contract, title: str) -> list[dict[str, str]]:
    """The way back from an act on a contract: by its post, or by its own page while nobody is on post."""
    if contract.stint is not None:
        return way_to(contract.stint, (title, ""))
    label = f"{contract.village.short_name} {contract.person.name}"
    return [
        {"label": "合同", "url": reverse("employment:contracts")},
        {"label": label, "url": reverse("employment:contract", args=[contract.pk])},
        {"label": title, "url": ""},
    ]
