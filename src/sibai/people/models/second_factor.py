"""The second factor of a login: a phone that shows codes (TOTP, RFC 6238), and ten codes on paper for when it is lost.

The device stands on django-otp's base so that its middleware knows it; the secret is sealed, unlike in its own tables.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_otp.models import Device

from sibai.db.fields import EncryptedText
from sibai.people.models.person import HASH
from sibai.people.models.user import User


class SecondFactor(Device):  # type: ignore[misc]
    """The phone of one user. `last_step`: the time step of the last code that was taken: none is taken twice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = EncryptedText("密钥", label="people.secondfactor.key")
    last_step = models.BigIntegerField(default=-1)
    failures = models.PositiveIntegerField("连续输错", default=0)
    failed_at = models.DateTimeField("最近输错", null=True)
    enrolled_at = models.DateTimeField("绑定时间")

    class Meta:
        """One phone a user."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], name="one_second_factor_a_user")
        ]


class RecoveryCode(models.Model):
    """One code on paper, kept as a keyed digest; it opens once."""

    device = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=HASH)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        """Each once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["device", "digest"], name="one_recovery_code")
        ]
