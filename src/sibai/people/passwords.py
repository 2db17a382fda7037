"""What makes a password strong enough, and how it is told: Django's own words are not all translated."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

KINDS = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
KINDS_NEEDED = 3


class LongEnough(MinimumLengthValidator):
    """So many letters at least."""

    def get_error_message(self) -> str:
        """What to do, in words."""
        return f"密码太短，至少要{self.min_length}位。"


class NotCommon(CommonPasswordValidator):
    """None of the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        """What to do, in words."""
        return "这个密码太常见，容易被猜中，请换一个。"


class UnlikeName(UserAttributeSimilarityValidator):
    """Nothing like the account's own names."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("account", "name"))

    def get_error_message(self) -> str:
        """What to do, in words."""
        return "密码不能和登录名、姓名相近，请换一个。"


class ThreeKinds:
    """Small letters, capitals, digits, signs: three of the four, as assessors of GB/T 22239 ask."""

    def validate(self, password: str, user: Any = None) -> None:
        """ValidationError where the password is of fewer kinds."""
        if sum(any(kind(letter) for letter in password) for kind in KINDS) < KINDS_NEEDED:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """What to do, in words."""
        return "密码要有小写字母、大写字母、数字、符号中的至少三种。"
