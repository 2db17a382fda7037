"""Handing a roster in, confirming its import, taking it back, handing it out."""

from __future__ import annotations

from django import forms

from sibai.documents.checking import TABLES, what_to_do
from sibai.documents.forms import TableField
from sibai.people.pages.boxes import Versioned, text, ticked, words
from sibai.people.pages.forms import PageForm

LONGEST_DOCUMENT = 60
DIGEST = 64


class UploadForm(PageForm):
    """The file, and what it stands on."""

    submit_label = "上传并核对"
    file = TableField(label="花名册文件", help_text=f"{what_to_do(TABLES)}上传后先核对，还不会导入。")
    document = text("依据", LONGEST_DOCUMENT, "文号或说明，如“白人社函〔2026〕3号”，记在每段任职上。")


class ImportForm(Versioned):
    """The second click: what was shown is what is imported."""

    submit_label = "确认导入"
    digest = forms.RegexField(rf"\A[0-9a-f]{{{DIGEST}}}\Z", widget=forms.HiddenInput, required=False)
    accepted = ticked("上面的提醒都已核对，照此导入")


class SureForm(ImportForm):
    """The same where there is nothing to look at twice."""

    accepted = None  # type: ignore[assignment]


class UndoForm(Versioned):
    """Why an import is taken back."""

    submit_label = "撤销导入"
    reason = words("撤销原因")


class ExportForm(PageForm):
    """What is handed out, and what for."""

    submit_label = "导出"
    what = forms.ChoiceField(
        label="内容",
        choices=[("now", "在岗人员，一人一行（报送用）"), ("whole", "全部任职和合同，一段一行（含已离岗，可再导入）")],
        widget=forms.RadioSelect,
        initial="now",
    )
    reason = words("用途", "身份证号、电话、账号都是完整的，用途记入日志。", rows=2, longest=120)
