"""Forms of the steps of a round. `given()` is what the operation takes beside actor, round, version and moment."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from sibai.people.pages import PageForm
from sibai.recruitment.flow import RETURNS
from sibai.recruitment.models import Application, MeritItem, Selection, Training
from sibai.recruitment.models.merit import ALL_PERCENT

REASON = 500
RESERVES = 3
MOST_ITEMS = 6
ITEM_NAME = 40


def area(rows: int = 3) -> forms.Textarea:
    """A box for some sentences."""
    return forms.Textarea(attrs={"rows": rows, "class": "wide"})


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, with the browser's own picker."""
    return forms.DateField(label=label, required=required, help_text=help_text)


class StepForm(PageForm):
    """A form about a round as the page showed it: `version` says which."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, selection: Selection, today: date, **named: Any) -> None:
        self.selection, self.today = selection, today
        named["initial"] = {"version": selection.version, **self.first(), **named.get("initial", {})}
        super().__init__(*given, **named)

    def first(self) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        return {}

    def given(self) -> dict[str, Any]:
        """What the operation takes."""
        return self.facts()


class DueForm(StepForm):
    """A step whose only question is by when the next should be done."""

    due = day("下一步期限", required=False, help_text="填了，下一步的人会看到还剩几天。")


class PublishForm(StepForm):
    """When the notice was put up."""

    published_on = day("发布日期", help_text="公告张贴、上网之日，不晚于今天。")

    def first(self) -> dict[str, Any]:
        """Today."""
        return {"published_on": self.today}


class ReasonForm(StepForm):
    """Why."""

    reason = forms.CharField(label="原因", max_length=REASON, widget=area())


class TakeBackForm(StepForm):
    """Why a step is taken back; it can stay blank."""

    reason = forms.CharField(label="原因", max_length=REASON, required=False, widget=area(2))


class CloseForm(ReasonForm):
    """How a round ends without anybody chosen."""

    outcome = forms.ChoiceField(
        label="怎样结束",
        choices=[("no_candidate", "没有合适人选，结束后重新选聘"), ("cancelled", "取消这一次")],
        widget=forms.RadioSelect,
    )
    field_order = ("outcome", "reason")


class ReturnForm(ReasonForm):
    """Where a round is returned to, and why."""

    to = forms.ChoiceField(label="退回到", widget=forms.RadioSelect)
    field_order = ("to", "reason")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        choices = list(RETURNS.get(self.selection.state, {}).items())
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["to"] = choices[0][0]


class ChooseForm(DueForm):
    """Who is chosen, who stands in reserve, and why where it is not by rank."""

    chosen = forms.ChoiceField(label="初步确定", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        max_length=REASON,
        required=False,
        widget=area(),
        help_text="没有按排名确定人选或候补的，必须写明。",
    )
    field_order = ("chosen", "reserve_1", "reserve_2", "reserve_3", "reason", "due")

    def __init__(self, *given: Any, candidates: list[Application], **named: Any) -> None:
        self.candidates = candidates
        super().__init__(*given, **named)
        choices = [(str(each.pk), _candidate(each)) for each in candidates]
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]
        for place in range(1, RESERVES + 1):
            box = forms.ChoiceField(label=f"候补第{place}位", required=False, choices=[("", "不设"), *choices])
            self.add(f"reserve_{place}", box)
        self.order_fields(self.field_order)

    def given(self) -> dict[str, Any]:
        """The chosen and the reserves as keys, in order."""
        facts, known = self.facts(), {str(each.pk): each.pk for each in self.candidates}
        reserves = [facts.pop(f"reserve_{place}") for place in range(1, RESERVES + 1)]
        facts["chosen"] = known[facts["chosen"]]
        return {**facts, "reserves": [known[each] for each in reserves if each]}


def _candidate(application: Application) -> str:
    """As the choice shows somebody: rank, name, points, whether by exception."""
    whole, rest = divmod(application.merit or 0, 100)
    exception = "，破格" if application.state == "exception" else ""
    return f"第{application.rank}名　{application.name}（{application.number}号）　{whole}.{rest:02d}分{exception}"


class AnnounceForm(StepForm):
    """When and where the public notice was put up."""

    posted_on = day("公示发布日", help_text="从第二天起算工作日。")
    where = forms.CharField(label="公示地点", max_length=120, initial="村务公开栏")

    def first(self) -> dict[str, Any]:
        """Today, at the place of the notice."""
        return {"posted_on": self.today, "where": self.selection.posted_at or "村务公开栏"}


class ApproveForm(DueForm):
    """The town's opinion."""

    opinion = forms.CharField(label="审核意见", max_length=REASON, widget=area(2), initial="同意")
    field_order = ("opinion", "due")


class FileForm(DueForm):
    """The number and day of the county filing."""

    number = forms.CharField(label="备案号", max_length=40)
    filed_on = day("备案日期", help_text="岗位空缺天数算到备案日前一天。")
    field_order = ("number", "filed_on", "due")

    def first(self) -> dict[str, Any]:
        """Today."""
        return {"filed_on": self.today}


class TrainForm(StepForm):
    """The pre-job training and its result."""

    start = day("培训起")
    end = day("培训止")
    where = forms.CharField(label="地点", max_length=120)
    hours = forms.IntegerField(
        label="学时", min_value=1, max_value=200, widget=forms.NumberInput(attrs={"class": "short"})
    )
    result = forms.ChoiceField(label="结果", choices=Training.RESULTS, widget=forms.RadioSelect)
    note = forms.CharField(
        label="说明", max_length=REASON, required=False, widget=area(2), help_text="不合格、未参加的，写明情况。"
    )


class ObjectionForm(StepForm):
    """An objection during the public notice."""

    received_on = day("收到日期")
    raised_by = forms.CharField(label="提出人", max_length=60, help_text="匿名的写“匿名”。")
    content = forms.CharField(label="内容", max_length=1000, widget=area(4))

    def first(self) -> dict[str, Any]:
        """Today."""
        return {"received_on": self.today}


class AnswerForm(PageForm):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label="查实结果", choices=[("no", "不成立"), ("yes", "成立，此人选不再上报")], widget=forms.RadioSelect
    )
    answer = forms.CharField(label="答复", max_length=1000, widget=area(4))

    def given(self) -> dict[str, Any]:
        """The answer, and whether the objection holds."""
        return {"answer": self.cleaned_data["answer"], "upheld": self.cleaned_data["upheld"] == "yes"}


class ItemInput(forms.MultiWidget):
    """A name and a weight side by side."""

    def __init__(self) -> None:
        name = forms.TextInput(attrs={"maxlength": ITEM_NAME, "aria-label": "项目名称", "placeholder": "项目名称"})
        weight = forms.NumberInput(
            attrs={"class": "short", "min": 1, "aria-label": "权重（%）", "placeholder": "权重%"}
        )
        super().__init__([name, weight])

    def decompress(self, value: tuple[str, int] | None) -> list[Any]:
        """The pair for its two boxes."""
        return list(value) if value else ["", None]


class ItemField(forms.MultiValueField):
    """An item of merit with its weight in percent; both or neither."""

    widget = ItemInput

    def __init__(self, place: int, item: MeritItem | None) -> None:
        words = {"incomplete": "项目名称和权重都要填，或都不填。"}
        parts = (
            forms.CharField(max_length=ITEM_NAME),
            forms.IntegerField(min_value=1, max_value=ALL_PERCENT),
        )
        first = (item.name, item.weight) if item else None
        super().__init__(parts, label=f"项目{place}和权重（%）", required=False, initial=first, error_messages=words)

    def compress(self, parts: list[Any]) -> tuple[str, int] | None:
        """The pair, or nothing."""
        if not parts or not any(parts):
            return None
        if not all(parts):
            raise forms.ValidationError(self.error_messages["incomplete"])
        return parts[0], parts[1]


class NoticeForm(StepForm):
    """The notice: where and until when people apply, whom they ask, and how merit is scored."""

    deadline = day("报名截止日", help_text="年龄按这一天的周岁计（口径“年龄计算日”）。")
    where = forms.CharField(label="报名地点", max_length=120)
    contact = forms.CharField(label="联系人", max_length=40)
    phone = forms.CharField(label="咨询电话", max_length=20, help_text="写在公开的公告上，请用办公电话。")
    posted_at = forms.CharField(label="张贴地点", max_length=120, required=False)
    online = forms.BooleanField(label="接受网上报名", required=False)
    conditions = forms.CharField(
        label="其他条件和待遇",
        max_length=1000,
        required=False,
        widget=area(4),
        help_text="第五条的条件公告里已写，不用重复。",
    )

    def __init__(self, *given: Any, items: list[MeritItem], **named: Any) -> None:
        self.items = items
        super().__init__(*given, **named)
        for place in range(1, MOST_ITEMS + 1):
            item = items[place - 1] if place <= len(items) else None
            self.add(f"item_{place}", ItemField(place, item))

    def first(self) -> dict[str, Any]:
        """The draft as it is saved."""
        names = ("deadline", "where", "contact", "phone", "posted_at", "online", "conditions")
        return {name: getattr(self.selection, name) for name in names}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The notice, then the items of merit."""
        places = range(1, MOST_ITEMS + 1)
        return [
            {"title": "公告", "note": "", "names": [*NoticeForm.base_fields]},
            {
                "title": "评分项目",
                "note": "每项满分100分，权重之和为100%。至少两名评分人分别打分，按权重平均。",
                "names": [f"item_{place}" for place in places],
            },
        ]

    def clean(self) -> dict[str, Any]:
        """There is an item at least."""
        cleaned = super().clean() or {}
        names = [f"item_{place}" for place in range(1, MOST_ITEMS + 1)]
        if not any(cleaned.get(name) or name in self.errors for name in names):
            self.add_error("item_1", "至少要有一个评分项目。")
        return cleaned

    def given(self) -> dict[str, Any]:
        """The fields of the notice, and the items with their weights."""
        facts = self.facts()
        places = range(1, MOST_ITEMS + 1)
        items = [facts.pop(f"item_{place}") for place in places]
        version = facts.pop("version")
        return {"version": version, "notice": facts, "items": [each for each in items if each]}


class StartForm(PageForm):
    """Nothing to fill in: the number of the command, so that a round is started once."""
