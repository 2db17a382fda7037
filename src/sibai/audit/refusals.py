"""What an act can be refused with. Each says in Chinese what the user can do; subclasses stand beside their act."""

from __future__ import annotations


class Refusal(Exception):
    """An act that is not done, with a sentence for the user. `field` names the form's field that it is about."""

    field: str | None = None
    status = 422

    def __init__(self, told: str, *, field: str | None = None) -> None:
        super().__init__(told)
        self.field = field or self.field


class Forbidden(Refusal):
    """The role may not do this."""

    status = 403


class SamePerson(Refusal):
    """Who did the one step may not do the other."""


class Overtaken(Refusal):
    """Somebody else acted on the same thing first."""

    status = 409


class AlreadyDone(Refusal):
    """The same command came a second time: it was done, once."""

    status = 409

    def __init__(self, told: str = "这一步刚才已经办过了，没有重复办理。") -> None:
        super().__init__(told)
