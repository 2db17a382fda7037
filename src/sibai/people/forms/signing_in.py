"""Forms of the way in: name and password, codes, a new password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sibai.people.models import User
from sibai.people.names import UNNAMED
from sibai.people.pages.forms import PageForm

LONGEST_PASSWORD = 128


def password_field(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    """A box for a password; blanks at its ends count."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST_PASSWORD, strip=False, help_text=help_text)


class LoginForm(PageForm):
    """Name and password. It has no command number: signing in twice is no harm."""

    command = None  # type: ignore[assignment]
    submit_label = "登录"
    unfinished = "还不能登录，请改好下面几处"
    account = forms.CharField(
        label="登录名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = password_field("密码", "current-password")
    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


class CodeForm(PageForm):
    """The code of the second factor."""

    command = None  # type: ignore[assignment]
    submit_label = "继续"
    unfinished = "还不能登录，请改好下面几处"
    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="手机上的六位数字，或一个备用码",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class EnrolForm(PageForm):
    """The first code of a phone, with the secret that was offered to it."""

    submit_label = "绑定"
    unfinished = "还没有绑定，请改好下面几处"
    sealed = forms.CharField(widget=forms.HiddenInput, max_length=400)
    code = forms.CharField(
        label="手机上的六位数字",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(PageForm):
    """A new password for oneself; an account made for a place asks for one's name as well.

    `right(password)` says whether it is the present one, and counts wrong ones.
    """

    submit_label = "改密码"
    name = forms.CharField(
        label="您的姓名",
        max_length=40,
        help_text="这个账号由您一人使用，办理的事都记在您名下",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    now = password_field("现在的密码", "current-password")
    new = password_field("新密码", "new-password", "10位以上，小写字母、大写字母、数字、符号至少三种")
    again = password_field("再输一次", "new-password")

    def __init__(self, *given: Any, user: User, right: Callable[[str], bool], **named: Any) -> None:
        super().__init__(*given, **named)
        self.user, self.right = user, right
        if not user.name.endswith(UNNAMED):
            del self.fields["name"]
        if user.must_change_password:
            self.fields["now"].help_text = "信上的一次性密码，分三组，横线也要输"

    def clean_name(self) -> str:
        """Somebody's name, not the office's."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name.endswith(UNNAMED):
            raise ValidationError("请填写使用人自己的姓名。")
        return name

    def clean_now(self) -> str:
        """The present one has to be right."""
        typed = str(self.cleaned_data["now"])
        if not self.right(typed):
            raise ValidationError("现在的密码不对。")
        return typed

    def clean_new(self) -> str:
        """Strong enough, said in words."""
        typed = str(self.cleaned_data["new"])
        validate_password(typed, self.user)
        return typed

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        data = super().clean() or self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两次输入的新密码不一样。")
        return data


class ActForm(PageForm):
    """A button: nothing to fill in but the command number."""


class ReasonForm(PageForm):
    """Why something is done."""

    reason = forms.CharField(
        label="事由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写入日志，如：岗位调整、信件丢失",
    )
