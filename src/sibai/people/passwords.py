"""What makes a password strong enough."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

KINDS = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
KINDS_NEEDED = 3


class ThreeKinds:
    """Small letters, capitals, digits, signs: three of the four, as assessors of GB/T 22239 ask."""

    def validate(self, password: str, user: Any = None) -> None:
        """ValidationError where the password is of fewer kinds."""
        if sum(any(kind(letter) for letter in password) for kind in KINDS) < KINDS_NEEDED:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """What to do, in words."""
        return "密码要有小写字母、大写字母、数字、符号中的至少三种。"
