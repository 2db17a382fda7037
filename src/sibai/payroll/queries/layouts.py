"""The layouts of bank files: the shipped samples, and the company's own, which take their place under the same code."""

from __future__ import annotations

from dataclasses import dataclass

from sibai.audit.refusals import Refusal
from sibai.payroll.bank.layout import Kind, Layout
from sibai.payroll.bank.loading import load, shipped
from sibai.payroll.bank.old_excel import lacking
from sibai.payroll.models import LayoutText


class UnknownLayout(Refusal):
    """No layout of that code."""

    field = "layout"


@dataclass(frozen=True, slots=True)
class Known:
    """A layout with where it comes from."""

    layout: Layout
    own: bool

    @property
    def unwritable(self) -> str:
        """Why this machine cannot write its file, with what to do; empty where it can."""
        return lacking() if self.layout.file.kind is Kind.XLS else ""


def layouts() -> dict[str, Known]:
    """All layouts by code, the company's own first; one query."""
    own = {row.code: load(row.text, row.code) for row in LayoutText.objects.filter(withdrawn=False).order_by("code")}
    samples = {code: layout for code, layout in shipped().items() if code not in own}
    return {
        **{code: Known(layout, True) for code, layout in own.items()},
        **{code: Known(layout, False) for code, layout in samples.items()},
    }


def layout_of(code: str) -> Layout:
    """One layout. UnknownLayout."""
    known = layouts().get(code)
    if known is None:
        raise UnknownLayout("没有这个格式，请重新选择。")
    return known.layout
