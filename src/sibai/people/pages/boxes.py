"""What forms of all rooms share: the version that the user saw, days, reasons, one decision of two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django import forms

from sibai.people.pages.forms import DateInput, PageForm

LONGEST_REASON = 400
FIRST_YEAR, LAST_YEAR = 1950, 2150
BLANK = [("", "请选择")]


class Versioned(PageForm):
    """A form about a row that somebody else may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def told(self) -> dict[str, Any]:
        """What was typed, with the version, as the operations take it."""
        return {**self.facts(), "version": self.cleaned_data.get("version") or 0}


class Plain(Versioned):
    """Nothing but yes."""


def day(label: str, rule: str = "", *, article: str = "", needed: bool = True) -> forms.DateField:
    """A box for a day of our times: terms are reckoned from it, years ahead and back."""
    widget = DateInput(attrs={"class": "short"})
    made = forms.DateField(label=label, help_text=rule, required=needed, widget=widget, validators=[_of_our_times])
    return cited(made, article)


def _of_our_times(value: date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise forms.ValidationError(f"年份应在{FIRST_YEAR}年至{LAST_YEAR}年之间，请核对。")


def text(label: str, longest: int, rule: str = "", *, needed: bool = True, article: str = "") -> forms.CharField:
    """A box for a line."""
    return cited(forms.CharField(label=label, max_length=longest, help_text=rule, required=needed), article)


def words(
    label: str, rule: str = "", *, needed: bool = True, rows: int = 3, longest: int = LONGEST_REASON
) -> forms.CharField:
    """A box for some lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, help_text=rule, required=needed, widget=widget)


def yes_or_no(label: str, yes: str, no: str, rule: str = "") -> forms.TypedChoiceField:
    """One decision of two, as a truth."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
        help_text=rule,
    )


def ticked(label: str, rule: str = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=rule)


def number(label: str, unit: str, rule: str = "", *, most: int = 99, needed: bool = False) -> forms.IntegerField:
    """A box for a small whole number with its unit."""
    widget = forms.NumberInput(attrs={"class": "short"})
    field = forms.IntegerField(label=label, min_value=0, max_value=most, help_text=rule, required=needed, widget=widget)
    field.unit = unit  # type: ignore[attr-defined]
    field.error_messages["min_value"] = "不能小于0。"
    field.error_messages["max_value"] = f"不能大于{most}。"
    return field


Field = TypeVar("Field", bound=forms.Field)
Form = TypeVar("Form", bound=PageForm)


def cited(field: Field, article: str) -> Field:
    """A field with the article that it carries out."""
    field.article = article  # type: ignore[attr-defined]
    return field


def with_boxes(form: type[Form], boxes: Mapping[str, forms.Field], **known: Any) -> type[Form]:
    """A kind of form with further boxes behind its own; `known` become attributes of the class."""
    kind: Any = type(form)
    made: type[Form] = kind(form.__name__, (form,), {**boxes, **known, "__module__": form.__module__})
    return made
