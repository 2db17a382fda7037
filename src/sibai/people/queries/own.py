"""One's own account as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.people.actor import Actor
from sibai.people.models import SecondFactor, User
from sibai.people.queries.actors import Hat
from sibai.people.queries.delegations import lendable
from sibai.people.queries.person_page import told
from sibai.people.queries.sessions import codes_left, sign_in_log

FEW_CODES = 3
"""With so many codes on paper left, new ones are due."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Facts and log as their parts take them; the phone, codes on paper that are left, whether roles can be lent."""

    facts: list[dict[str, Any]]
    log: list[dict[str, Any]]
    device: SecondFactor | None
    codes: int
    lends: bool

    @property
    def few(self) -> bool:
        """Whether new codes are due."""
        return self.device is not None and self.codes <= FEW_CODES


def own_tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages about the own account, as web/parts/tabs.html takes them."""
    pages = (("我的账号", "people:me"), ("登录设备", "people:sessions"), ("委托", "people:delegations"))
    return [
        {"label": label, "url": reverse(route), "current": route == current}
        for label, route in pages
        if actor.may_open(route)
    ]


def own_page(user: User, hats: Sequence[Hat], today: date) -> OwnPage:
    """What a user sees of the own account."""
    device = SecondFactor.objects.filter(user=user).first()
    left = codes_left(device)
    facts: list[dict[str, Any]] = [
        {"label": "姓名", "value": user.name},
        {"label": "登录名", "value": user.account},
        {"label": "角色", "value": "；".join(hat.label for hat in hats)},
        {"label": "账号建立", "value": user.created_at, "kind": "moment"},
        {
            "label": "手机验证",
            "status": {"tone": "done", "word": "已绑定"} if device else {"tone": "plain", "word": "未绑定"},
            "note": f"剩{left}个备用码" if device else "",
        },
    ]
    return OwnPage(facts, told(sign_in_log(user)), device, left, bool(lendable(user.pk, today)))
