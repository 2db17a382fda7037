"""What the rules refuse, each with a sentence that a clerk can read and act on."""

from __future__ import annotations

from datetime import date


class Refusal(Exception):
    """A rule says no. Its text is fit for the user."""


class NoMeasure(Refusal):
    """Nothing dated before the measure is accepted as happening under it (art. 23)."""

    def __init__(self, day: date, start: date) -> None:
        super().__init__(f"{day} 早于办法施行之日 {start}，本办法还没有施行（第二十三条）")


class MissingParameter(Refusal):
    """A parameter that has no value on a day, or whose value nobody could find."""

    def __init__(self, name: str, label: str, day: date, why: str = "") -> None:
        super().__init__(f"参数“{label}”（{name}）在 {day} 没有数值{why and '：' + why}，请在县规则文件中补上")


class MissingFact(Refusal):
    """A fact that is absent and has no stated meaning when blank."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(f"缺少“{label}”（{name}）")


class ReadingConflict(Refusal):
    """Two readings that cannot hold together."""
