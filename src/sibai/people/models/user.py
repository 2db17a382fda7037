"""Accounts, the roles they hold at places from one day to another, delegation, and their sessions."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from sibai.audit.acts import ROLES
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models.person import HASH, Person
from sibai.places.models import Place


class UserManager(BaseUserManager["User"]):
    """Accounts are found by name; they are made by `people.operations.accounts`."""


class User(AbstractBaseUser):
    """An account. It belongs to one human; a shared account is forbidden by the rules of protection."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    created_at = models.DateTimeField("建立时间")

    objects = UserManager()
    USERNAME_FIELD = "account"

    class Meta:
        """By account."""

        ordering: ClassVar[list[str]] = ["account"]

    @property
    def label(self) -> str:
        """As the log names it."""
        return self.account


class Holding(models.Model):
    """A user holds a role at a place. Ended, never deleted."""

    SCOPE = "place_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField("角色", max_length=20, choices=list(ROLES.items()))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="范围")
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One open holding of a role at a place."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "place"], condition=Q(end__isnull=True), name="one_open_holding"
            ),
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="holding_ends_later"),
        ]

    @property
    def place_code(self) -> str:
        """Where it holds."""
        return str(self.place_id)

    @property
    def label(self) -> str:
        """Place and role, as people call them."""
        return f"{self.place.short_name} · {ROLES[self.role]}"


class Delegation(models.Model):
    """A holding lent to another user for a time; what is done under it names both."""

    SCOPE = "holding__place_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegated")
    start = models.DateField("起")
    end = models.DateField("止")
    reason = models.CharField("原因", max_length=200)
    withdrawn_on = models.DateField("收回日", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """For a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="delegation_ends_later")
        ]

    @property
    def place_code(self) -> str:
        """Where the lent role holds."""
        return self.holding.place_code


class UserSession(models.Model):
    """One signed-in browser; the key itself is kept only as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    key_digest = models.CharField(max_length=HASH, unique=True)
    address = models.CharField("地址", max_length=45)
    browser = models.CharField("浏览器", max_length=200, blank=True)
    started_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_why = models.CharField("结束原因", max_length=20, blank=True)
